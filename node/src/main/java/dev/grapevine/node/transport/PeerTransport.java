package dev.grapevine.node.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(PeerTransport.class);

    /** Receives frames, in the order in which each peer sent them. */
    @FunctionalInterface
    public interface Receiver {
        void received(PeerId from, byte[] frame);
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
    private final Consumer<String> onRefusal;

    /**
     * @param security  of all connections
     * @param localHost outgoing connections start from here
     * @param onRefusal is told, in a sentence, of a peer that cannot be talked to
     */
    public PeerTransport(Vertx vertx, PeerId self, TransportSecurity security, String localHost, int frameBytesMax,
            Receiver receiver, Consumer<String> onRefusal) {
        this.vertx = vertx;
        this.self = self;
        this.security = security;
        this.frameBytesMax = frameBytesMax;
        this.receiver = receiver;
        this.onRefusal = onRefusal;
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
            outgoing.put(peer, new Outgoing(vertx, client, security, self, peer, address, traffic, onRefusal));
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
                    LOG.warn("Somebody at {} was sent away: it says that it is {}", socket.remoteAddress(),
                            theirs.peer());
                    socket.close();
                } else if (ours.common(theirs).isPresent()) {
                    peer = theirs.peer();
                    reader.limit(frameBytesMax);
                } else {
                    onRefusal.accept(ours.refusal(theirs.peer().text(), theirs));
                    socket.close();
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("Somebody at {} was sent away: {}", socket.remoteAddress(), e.getMessage());
                socket.close();
            }
        }
    }
}
