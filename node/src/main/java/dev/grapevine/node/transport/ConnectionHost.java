package dev.grapevine.node.transport;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.Address;

/**
 * The node behind all of its connections, whichever side made them: its key and handshakes, and the way from an open
 * connection to its peer's link and from a frame to its receiver. For one event loop.
 */
final class ConnectionHost implements Connection.Host {

    private static final int NONCE_BYTES = 16;

    private final DeviceKey key;
    private final ProtocolVersions spoken;
    private final TransportSecurity security;
    private final int frameBytesMax;
    private final PeerLinks links;
    private final Inbox inbox;
    private final PeerTransport.Refusals refusals;
    private final UnfinishedFrames<Connection> unfinished;
    private final SecureRandom random = new SecureRandom();
    private final long process = random.nextLong();
    private boolean isClosed;

    /**
     * @param key                of this node: its identity
     * @param spoken             the versions and features that this node tells others
     * @param unfinishedBytesMax bytes of unfinished frames, over all connections
     */
    ConnectionHost(DeviceKey key, ProtocolVersions spoken, TransportSecurity security, int frameBytesMax,
            PeerLinks links, Inbox inbox,
            PeerTransport.Refusals refusals, int unfinishedBytesMax) {
        this.key = key;
        this.spoken = spoken;
        this.security = security;
        this.frameBytesMax = frameBytesMax;
        this.links = links;
        this.inbox = inbox;
        this.refusals = refusals;
        this.unfinished = new UnfinishedFrames<>(unfinishedBytesMax, Connection::close);
    }

    /** Lets no further connection open. */
    void close() {
        isClosed = true;
    }

    /** Bytes of frames that others have only begun to send. */
    long unfinishedBytes() {
        return unfinished.bytes();
    }

    @Override
    public DeviceKey key() {
        return key;
    }

    @Override
    public Handshake handshake() {
        return Handshake.of(spoken, key,
                ByteBuffer.allocate(NONCE_BYTES).putLong(process).putLong(random.nextLong()).array());
    }

    @Override
    public Optional<PeerId> peerOf(NetSocket socket) {
        return security.peerOf(socket);
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
    public void received(Connection connection, byte[] frame) {
        PeerId peer = connection.peer().orElseThrow();
        links.find(peer);
        inbox.received(peer, frame);
    }

    @Override
    public void buffers(Connection connection, int bytes) {
        unfinished.buffers(connection, bytes);
    }

    @Override
    public void drained(Connection connection) {
        connection.peer().flatMap(links::find).ifPresent(PeerLink::flush);
    }

    /** The other side has proved who it is: the peer's link takes the connection over. */
    void opened(Connection connection) {
        if (isClosed) {
            connection.close();
            return;
        }
        PeerId peer = connection.peer().orElseThrow();
        if (links.opened(peer, connection)) {
            inbox.opened(peer);
        }
    }

    /** Tells of a node that cannot be talked to. */
    void refused(Connection connection, String sentence) {
        if (connection.role() == Role.DIALLER && !connection.isOpen()) {
            refusals.listener(new Address(connection.socket().remoteAddress().hostAddress(),
                    connection.socket().remoteAddress().port()), sentence);
        } else {
            refusals.caller(sentence);
        }
    }

    /** A connection is over. */
    void closed(Connection connection) {
        connection.peer().ifPresent(peer -> links.closed(peer, connection));
    }
}
