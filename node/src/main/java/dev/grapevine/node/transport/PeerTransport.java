package dev.grapevine.node.transport;

import java.util.HashMap;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * Frames to and from peers over TCP, one connection for each direction. Sending never waits: what does not fit into a
 * peer's queue, or has no way, is dropped and counted, and the protocol says it again.
 *
 * <p>Everything happens on the event loop that it was made on.
 */
public final class PeerTransport {

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

    /**
     * @param security  of all connections
     * @param localHost outgoing connections start from here
     * @param refusals  is told of those who cannot be talked to
     */
    public PeerTransport(Vertx vertx, PeerId self, TransportSecurity security, String localHost, int frameBytesMax,
            Receiver receiver, Refusals refusals) {
        this.vertx = vertx;
        this.self = self;
        this.security = security;
        this.frameBytesMax = frameBytesMax;
        this.receiver = receiver;
        this.refusals = refusals;
        this.server = vertx.createNetServer(security.server());
        this.client = vertx.createNetClient(security.client().setLocalAddress(localHost));
    }

    /**
     * Starts to listen; the future tells the port, or that it is taken.
     *
     * @throws dev.grapevine.node.replica.UserMistakeException if its security is not enough for the address
     */
    public Future<Integer> listen(Address address) {
        security.check("listen", address);
        server.connectHandler(this::accept);
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

    public Traffic traffic() {
        return traffic;
    }

    /** Ends all connections. */
    public Future<Void> close() {
        outgoing.keySet().stream().toList().forEach(this::forget);
        return Future.join(server.close(), client.close()).mapEmpty();
    }

    private void accept(NetSocket socket) {
        Incoming incoming = new Incoming(socket);
        socket.handler(incoming.reader);
        socket.exceptionHandler(failure -> socket.close());
    }

    /** A connection that a peer made to send its frames. */
    private final class Incoming {
        private final NetSocket socket;
        private final FrameReader reader;
        private PeerId peer;

        Incoming(NetSocket socket) {
            this.socket = socket;
            this.reader = new FrameReader(Handshake.MAX_BYTES, this::frame, socket::close);
        }

        private void frame(byte[] bytes) {
            traffic.received(bytes.length + FrameCodec.LENGTH_PREFIX_BYTES);
            if (peer != null) {
                receiver.received(peer, bytes);
            } else {
                greet(bytes);
            }
        }

        private void greet(byte[] bytes) {
            try {
                Handshake theirs = Handshake.decode(bytes);
                Handshake ours = Handshake.of(self);
                byte[] answer = ours.encode(theirs);
                traffic.sent(answer.length + FrameCodec.LENGTH_PREFIX_BYTES);
                socket.write(FrameReader.frame(answer));
                if (!security.peerOf(socket).map(theirs.peer()::equals).orElse(true)) {
                    refuse("Somebody at " + socket.remoteAddress() + " was sent away: it says that it is "
                            + theirs.peer());
                } else if (ours.common(theirs).isPresent()) {
                    peer = theirs.peer();
                    reader.limit(frameBytesMax);
                } else {
                    refuse(ours.refusal(theirs.peer().text(), theirs));
                }
            } catch (IllegalArgumentException e) {
                refuse("Somebody at " + socket.remoteAddress() + " was sent away: " + e.getMessage());
            }
        }

        private void refuse(String sentence) {
            refusals.caller(sentence);
            socket.close();
        }
    }
}
