package dev.grapevine.node.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/**
 * Frames to and from peers over TCP, one connection per direction. Sending never blocks: a frame that does not fit into
 * its peer's queue, or whose peer has no address, is dropped and counted, and the protocol sends it again.
 *
 * <p>For one event loop: that on which it was made.
 */
public final class PeerTransport {

    private static final long SWEEP_MILLIS = 500;

    /** Receives frames, in the order in which each peer sent them. */
    @FunctionalInterface
    public interface Receiver {
        void received(PeerId from, byte[] frame);
    }

    /** Receives a sentence for users about each connection that is refused. A peer may cause any number of them. */
    public interface Refusals {

        /** Another node connected to this one. Neither its identity nor its words can be trusted. */
        void caller(String sentence);

        /**
         * This node connected to another one.
         *
         * @param at the other node's IP address and port
         */
        void listener(Address at, String sentence);
    }

    private final PeerId self;
    private final TransportSecurity security;
    private final int frameBytesMax;
    private final Receiver receiver;
    private final NetServer server;
    private final NetClient client;
    private final Vertx vertx;
    private final Map<PeerId, Outgoing> outgoing = new HashMap<>();
    private final Traffic traffic = new Traffic();
    private final Refusals refusals;
    private final TransportLimits limits;
    private final Incoming.Host host = new IncomingHost();
    private final ConnectionTable<Incoming> connections;
    private final UnfinishedFrames<Incoming> unfinished;
    private OptionalLong sweeping = OptionalLong.empty();

    /**
     * @param security  security of all connections
     * @param localHost local address of outgoing connections
     * @param refusals  receives refused connections
     */
    public PeerTransport(Vertx vertx, PeerId self, TransportSecurity security, String localHost, int frameBytesMax,
            Receiver receiver, Refusals refusals) {
        this(vertx, self, security, localHost, frameBytesMax, receiver, refusals, TransportLimits.DEFAULT);
    }

    PeerTransport(Vertx vertx, PeerId self, TransportSecurity security, String localHost, int frameBytesMax,
            Receiver receiver, Refusals refusals, TransportLimits limits) {
        this.vertx = vertx;
        this.self = self;
        this.security = security;
        this.frameBytesMax = frameBytesMax;
        this.receiver = receiver;
        this.refusals = refusals;
        this.limits = limits;
        this.connections = new ConnectionTable<>(limits.handshakesMax(), limits.peersMax(), outgoing::containsKey,
                Incoming::close);
        this.unfinished = new UnfinishedFrames<>(limits.unfinishedBytesMax(), Incoming::close);
        this.server = vertx.createNetServer(security.server());
        this.client = vertx.createNetClient(security.client().setLocalAddress(localHost));
    }

    /**
     * Starts to listen. The future completes with the port, or fails if the address cannot be used.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if the address is not safe with this security
     */
    public Future<Integer> listen(Address address) {
        security.check("listen", address);
        server.connectHandler(this::accept);
        sweeping = OptionalLong.of(vertx.setPeriodic(SWEEP_MILLIS,
                unused -> connections.all().forEach(each -> each.closeIfLate(limits))));
        return server.listen(address.port(), address.host()).map(NetServer::actualPort);
    }

    /** Sets the address of a peer. A new address closes the connection to the old one. */
    public void locate(PeerId peer, Address address) {
        Outgoing known = outgoing.get(peer);
        if (known == null || !known.address().equals(address)) {
            forget(peer);
            outgoing.put(peer, new Outgoing(vertx, client, security, self, peer, address, traffic, refusals));
        }
    }

    /** Forgets a peer's address and closes the connection to it. */
    public void forget(PeerId peer) {
        Outgoing known = outgoing.remove(peer);
        if (known != null) {
            known.close();
        }
    }

    /** Sends a frame, or drops it if the peer has no address or its queue is full. */
    public void send(PeerId to, byte[] frame) {
        Outgoing connection = outgoing.get(to);
        if (connection == null) {
            traffic.dropped();
        } else {
            connection.send(frame);
        }
    }

    /** Whether at least one peer with an address may be reachable: its last attempt did not fail. */
    public boolean mayReachAnyPeer() {
        return outgoing.values().stream().anyMatch(Outgoing::isPossible);
    }

    /** Bytes that unfinished incoming frames take. */
    long unfinishedBytes() {
        return unfinished.bytes();
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Closes all connections and stops listening. */
    public Future<Void> close() {
        sweeping.ifPresent(vertx::cancelTimer);
        outgoing.keySet().stream().toList().forEach(this::forget);
        return Future.join(server.close(), client.close()).mapEmpty();
    }

    private void accept(NetSocket socket) {
        try {
            Incoming connection = new Incoming(socket, host, traffic);
            connections.accepted(connection);
            connection.begin();
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            socket.close();
        }
    }

    /** The transport as incoming connections see it. */
    private final class IncomingHost implements Incoming.Host {

        @Override
        public Handshake handshake() {
            return Handshake.of(self);
        }

        @Override
        public TransportSecurity security() {
            return security;
        }

        @Override
        public int frameBytesMax() {
            return frameBytesMax;
        }

        @Override
        public Duration now() {
            return Duration.ofNanos(System.nanoTime());
        }

        @Override
        public void identified(PeerId peer, Incoming connection) {
            connections.identified(peer, connection);
        }

        @Override
        public void received(PeerId peer, byte[] frame) {
            connections.heard(peer);
            receiver.received(peer, frame);
        }

        @Override
        public void refused(String sentence) {
            refusals.caller(sentence);
        }

        @Override
        public void buffers(Incoming connection, int bytes) {
            unfinished.buffers(connection, bytes);
        }

        @Override
        public void closed(Incoming connection) {
            connections.closed(connection);
        }

        @Override
        public void closed(PeerId peer, Incoming connection) {
            connections.closed(peer, connection);
        }
    }
}
