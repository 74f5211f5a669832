package dev.grapevine.node.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/**
 * The link to one peer: at most one open connection, whichever side made it, and a bounded queue before it. A connection is
 * made when there is something to send and the peer's address is known; after a failure the peer is left alone for a moment.
 * For one event loop.
 *
 * <p>Two nodes that connect to each other at the same time have two connections for a moment: the one that the smaller
 * identity made stays. Otherwise a newer connection takes the place of an older one, which the peer has lost or given up.
 */
final class PeerLink {

    /** Most bytes that wait for one peer. */
    static final int QUEUE_BYTES_MAX = 4 << 20;
    /** Two connections of one process that begin within this time were made at the same time. */
    private static final Duration SIMULTANEOUS = Duration.ofSeconds(5);

    /** The transport as its links see it. */
    interface Host {

        /** Makes a connection to an address; ends in {@link #opened} or {@link #failed}. */
        void dial(PeerLink link, Address address);

        /** Calls back after the pause that follows a failure. */
        void afterPause(Runnable action);
    }

    private enum Dialling {
        NO, UNDER_WAY, PAUSED
    }

    private final PeerId self;
    private final PeerId peer;
    private final Host host;
    private final Traffic traffic;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    /** The addresses at which the peer may be; empty until somebody tells. */
    private List<Address> addresses = List.of();
    /** The address that is tried next, as an index of those. */
    private int next;
    /** Null while there is none. */
    private Connection connection;
    private Dialling dialling = Dialling.NO;
    private boolean failed;
    private boolean closed;

    PeerLink(PeerId self, PeerId peer, Host host, Traffic traffic) {
        this.self = self;
        this.peer = peer;
        this.host = host;
        this.traffic = traffic;
    }

    PeerId peer() {
        return peer;
    }

    /** The addresses at which the peer may be; empty for a peer that only called. */
    List<Address> addresses() {
        return addresses;
    }

    /** Whether the link has ended for good. */
    boolean isClosed() {
        return closed;
    }

    /** The open connection, if there is one. */
    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }

    /** Whether the peer is connected, or was not tried yet. */
    boolean mayWork() {
        return connection != null || !failed;
    }

    /** Sets the addresses at which the peer may be, the most likely first: one after another is tried. */
    void locate(List<Address> found) {
        addresses = List.copyOf(found);
        next = 0;
    }

    /** Sends a frame, or drops and counts it if there is no way or no room. */
    void send(byte[] frame) {
        boolean hasWay = connection != null || !addresses.isEmpty() && dialling != Dialling.PAUSED;
        if (closed || !hasWay || queuedBytes + frame.length > QUEUE_BYTES_MAX) {
            traffic.dropped();
            return;
        }
        queue.add(frame);
        queuedBytes += frame.length;
        if (connection != null) {
            flush();
        } else if (dialling == Dialling.NO) {
            dialling = Dialling.UNDER_WAY;
            host.dial(this, addresses.get(next));
        }
    }

    /** A connection to the peer is open: it is used, or closed in favour of another one. */
    void opened(Connection newer) {
        if (newer.role() == Role.DIALLER) {
            dialling = Dialling.NO;
        }
        if (closed || connection != null && staysBeside(newer)) {
            newer.close();
            return;
        }
        Connection older = connection;
        connection = newer;
        failed = false;
        if (older != null) {
            older.close();
        }
        flush();
    }

    private boolean staysBeside(Connection newer) {
        Role madeBySmaller = self.compareTo(peer) < 0 ? Role.DIALLER : Role.LISTENER;
        return connection.process() == newer.process() && connection.role() != newer.role()
                && connection.role() == madeBySmaller && connection.age().compareTo(SIMULTANEOUS) < 0;
    }

    /** A connection to the peer is over. */
    void closed(Connection over) {
        if (over == connection) {
            connection = null;
            rest();
        }
    }

    /** A connection that this node tried to make never opened. */
    void failed() {
        dialling = Dialling.NO;
        next = addresses.isEmpty() ? 0 : (next + 1) % addresses.size();
        if (connection == null) {
            rest();
        }
    }

    /** More can be written. */
    void flush() {
        while (connection != null && !queue.isEmpty() && connection.takesMore()) {
            byte[] frame = queue.remove();
            queuedBytes -= frame.length;
            connection.write(frame);
        }
    }

    /** Ends the link. */
    void close() {
        closed = true;
        dropQueue();
        if (connection != null) {
            Connection last = connection;
            connection = null;
            last.close();
        }
    }

    private void rest() {
        failed = true;
        dropQueue();
        if (dialling == Dialling.NO && !closed) {
            dialling = Dialling.PAUSED;
            host.afterPause(() -> {
                if (dialling == Dialling.PAUSED) {
                    dialling = Dialling.NO;
                }
            });
        }
    }

    private void dropQueue() {
        queue.forEach(unused -> traffic.dropped());
        queue.clear();
        queuedBytes = 0;
    }
}
