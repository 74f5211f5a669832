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

/**
 * Frames to and from peers over TCP, one connection for each direction. Sending never waits: what does not fit into a
 * peer's queue, or has no way, is dropped and counted, and the protocol says it again.
 *
 * <p>Everything happens on the event loop that it was made on.
 */
public final class PeerTransport {

    private static final long SWEEP_MILLIS = 500;

    /** Receives frames, in the order in which each peer sent them. */
    @FunctionalInterface
    public interface Receiver {
        void received(PeerId from, byte[] frame);
    }

    /** Is told, in a sentence each, of those who cannot be talked to: as often as they try. */
    public interface Refusals {

        /** Somebody connected to this node: it may be anybody, and say anything. */
        void caller(String sentence);

        /**
         * This node connected to somebody.
         *
         * @param at where that is, with numbers for names
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
    private final Crowd<Incoming> crowd;
    private final UnfinishedFrames<Incoming> unfinished;
    private OptionalLong sweeping = OptionalLong.empty();

    /**
     * @param security  of all connections
     * @param localHost outgoing connections start from here
     * @param refusals  is told of those who cannot be talked to
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
        this.crowd = new Crowd<>(limits.greetingMax(), limits.greetedMax(), outgoing::containsKey, Incoming::close);
        this.unfinished = new UnfinishedFrames<>(limits.unfinishedBytesMax(), Incoming::close);
        this.server = vertx.createNetServer(security.server());
        this.client = vertx.createNetClient(security.client().setLocalAddress(localHost));
    }

    /**
     * Starts to listen; the future tells the port, or that it is taken.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if its security is not enough for the address
     */
    public Future<Integer> listen(Address address) {
        security.check("listen", address);
        server.connectHandler(this::accept);
        sweeping = OptionalLong.of(vertx.setPeriodic(SWEEP_MILLIS,
                unused -> crowd.all().forEach(connection -> connection.closeIfLate(limits))));
        return server.listen(address.port(), address.host()).map(NetServer::actualPort);
    }

    /** Where a peer is. A new address ends the connection to the old one. */
    public void locate(PeerId peer, Address address) {
        Outgoing known = outgoing.get(peer);
        if (known == null || !known.address().equals(address)) {
            forget(peer);
            outgoing.put(peer, new Outgoing(vertx, client, security, self, peer, address, traffic, refusals));
        }
    }

    /** Ends the connection to a peer. */
    public void forget(PeerId peer) {
        Outgoing known = outgoing.remove(peer);
        if (known != null) {
            known.close();
        }
    }

    /** Sends a frame if it can. */
    public void send(PeerId to, byte[] frame) {
        Outgoing way = outgoing.get(to);
        if (way == null) {
            traffic.dropped();
        } else {
            way.send(frame);
        }
    }

    /** Whether some peer that was located can be talked to, as far as is known. */
    public boolean mayReachSomebody() {
        return outgoing.values().stream().anyMatch(Outgoing::mayWork);
    }

    /** Bytes that frames take which others have only begun to send. */
    long unfinishedBytes() {
        return unfinished.bytes();
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Ends all connections. */
    public Future<Void> close() {
        sweeping.ifPresent(vertx::cancelTimer);
        outgoing.keySet().stream().toList().forEach(this::forget);
        return Future.join(server.close(), client.close()).mapEmpty();
    }

    private void accept(NetSocket socket) {
        try {
            Incoming connection = new Incoming(socket, host, traffic);
            crowd.came(connection);
            connection.begin();
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            socket.close();
        }
    }

    /** What those that connect have to do with. */
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
        public void greeted(PeerId peer, Incoming connection) {
            crowd.greeted(peer, connection);
        }

        @Override
        public void received(PeerId peer, byte[] frame) {
            crowd.heard(peer);
            receiver.received(peer, frame);
        }

        @Override
        public void refused(String sentence) {
            refusals.caller(sentence);
        }

        @Override
        public void keeps(Incoming connection, int bytes) {
            unfinished.keep(connection, bytes);
        }

        @Override
        public void closed(Incoming connection) {
            crowd.gone(connection);
        }

        @Override
        public void closed(PeerId peer, Incoming connection) {
            crowd.gone(peer, connection);
        }
    }
}
