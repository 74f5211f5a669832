package dev.grapevine.node.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
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
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    /** Receives frames, in the order in which each peer sent them. */
    @FunctionalInterface
    public interface Receiver {
        void received(PeerId from, byte[] frame);
    }

    private final PeerId self;
    private final int frameBytesMax;
    private final Receiver receiver;
    private final NetServer server;
    private final NetClient client;
    private final Vertx vertx;
    private final Map<PeerId, Outgoing> outgoing = new HashMap<>();
    private final Traffic traffic = new Traffic();
    private final Consumer<String> onRefusal;

    /**
     * @param localHost outgoing connections start from here
     * @param onRefusal is told, in a sentence, of a peer that cannot be talked to
     */
    public PeerTransport(Vertx vertx, PeerId self, String localHost, int frameBytesMax, Receiver receiver,
            Consumer<String> onRefusal) {
        this.vertx = vertx;
        this.self = self;
        this.frameBytesMax = frameBytesMax;
        this.receiver = receiver;
        this.onRefusal = onRefusal;
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true));
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setLocalAddress(localHost));
    }

    /** Starts to listen; the future tells the port, or that it is taken. */
    public Future<Integer> listen(Address address) {
        server.connectHandler(this::accept);
        return server.listen(address.port(), address.host()).map(NetServer::actualPort);
    }

    /** Where a peer is. A new address ends the connection to the old one. */
    public void locate(PeerId peer, Address address) {
        Outgoing known = outgoing.get(peer);
        if (known == null || !known.address().equals(address)) {
            forget(peer);
            outgoing.put(peer, new Outgoing(vertx, client, self, peer, address, traffic, onRefusal));
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
                byte[] ours = new Handshake(FrameCodec.VERSION, self).encode();
                traffic.sent(ours.length + FrameCodec.LENGTH_PREFIX_BYTES);
                socket.write(FrameReader.frame(ours));
                if (theirs.version() == FrameCodec.VERSION) {
                    peer = theirs.peer();
                    reader.limit(frameBytesMax);
                } else {
                    onRefusal.accept(theirs.peer() + " speaks protocol version " + theirs.version() + ", this node "
                            + FrameCodec.VERSION + ": they cannot take part in one run");
                    socket.close();
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("Somebody at {} was sent away: {}", socket.remoteAddress(), e.getMessage());
                socket.close();
            }
        }
    }
}
