package dev.grapevine.node.transport;

import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLException;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.Address;

/**
 * One connection between two nodes, from its first byte to its end. Each side says a {@link Handshake} and proves its key;
 * then frames go both ways. Anything that is not as it should be ends the connection. For one event loop.
 */
final class Connection {

    /** The node behind all of its connections. */
    interface Host {

        DeviceKey key();

        /** The first frame that this node says; another one for each connection. */
        Handshake handshake();

        /** The peer that the connection itself proves, before anything is said; empty if it proves nobody. */
        Optional<PeerId> peerOf(NetSocket socket);

        int frameBytesMax();

        /** A clock. */
        Duration now();

        void received(Connection connection, byte[] frame);

        /** The number of bytes that its unfinished frame is about to take; it may be closed for that. */
        void buffers(Connection connection, int bytes);

        /** More can be written again. */
        void drained(Connection connection);
    }

    /** Receives the events in the life of one connection. The maker or taker of the connection gives one. */
    interface Watcher {

        /** The other side has proved who it is, and frames can go both ways. */
        void opened(Connection connection);

        /** The connection is refused; told before it is closed. */
        void refused(Connection connection, String sentence);

        /** It is over, whichever side ended it. */
        void closed(Connection connection);
    }

    private enum State {
        AWAITS_HANDSHAKE, AWAITS_PROOF, OPEN, CLOSED
    }

    private final NetSocket socket;
    private final String where;
    private final Role role;
    /** The peer that was dialled; empty for the listener, and where whoever answers is welcome. */
    private final Optional<PeerId> expected;
    private final Host host;
    private final Watcher watcher;
    private final Traffic traffic;
    private final FrameReader reader;
    private final Handshake ours;
    private Handshake theirs;
    private State state = State.AWAITS_HANDSHAKE;
    /** The time at which it began, or at which an open one last received something. */
    private Duration heard;
    private Duration opened = Duration.ZERO;
    private boolean hasOpened;

    private Connection(NetSocket socket, String where, Role role, Optional<PeerId> expected, Host host,
            Watcher watcher, Traffic traffic) {
        this.socket = socket;
        this.where = where;
        this.role = role;
        this.expected = expected;
        this.host = host;
        this.watcher = watcher;
        this.traffic = traffic;
        this.ours = host.handshake();
        this.heard = host.now();
        this.reader = new FrameReader(Handshake.MAX_BYTES, this::frame, this::close,
                bytes -> host.buffers(this, bytes));
    }

    /**
     * A connection that this node made to a peer at an address.
     *
     * @param expected empty if whoever answers there is welcome
     */
    static Connection dialled(NetSocket socket, Optional<PeerId> expected, Address address, Host host,
            Watcher watcher, Traffic traffic) {
        return new Connection(socket, address.toString(), Role.DIALLER, expected, host, watcher, traffic);
    }

    /** A connection that another node made to this one. */
    static Connection accepted(NetSocket socket, Host host, Watcher watcher, Traffic traffic) {
        return new Connection(socket, String.valueOf(socket.remoteAddress()), Role.LISTENER, Optional.empty(), host,
                watcher, traffic);
    }

    /** Begins to listen to the other side. */
    void begin() {
        socket.handler(this::arrived);
        socket.exceptionHandler(this::failed);
        socket.closeHandler(unused -> close());
        socket.drainHandler(unused -> host.drained(this));
        if (role == Role.DIALLER) {
            write(ours.encode());
        }
    }

    /** Whether this node made it. */
    Role role() {
        return role;
    }

    /** The peer that has proved itself; the one that was dialled, before it has; empty for an unproved caller. */
    Optional<PeerId> peer() {
        return wasOpen() ? Optional.of(theirs.peer()) : expected;
    }

    /** The features that both sides have, a bit each; none before it was open. */
    long features() {
        return wasOpen() ? ours.features() & theirs.features() : 0;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether it is open, or was before it was closed. */
    boolean wasOpen() {
        return hasOpened;
    }

    /** The number of the other node's process; only of an open one. */
    long process() {
        return theirs.process();
    }

    /** The time for which it has been open. */
    Duration age() {
        return host.now().minus(opened);
    }

    NetSocket socket() {
        return socket;
    }

    boolean takesMore() {
        return state == State.OPEN && !socket.writeQueueFull();
    }

    /** Writes a frame; nothing happens if the connection is over. */
    void write(byte[] frame) {
        if (state == State.CLOSED) {
            return;
        }
        try {
            socket.write(FrameReader.frame(frame));
            traffic.sent(frame.length + FrameCodec.LENGTH_PREFIX_BYTES);
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            close();
        }
    }

    /** May be called more than once. */
    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            reader.end();
            watcher.closed(this);
            socket.close();
        }
    }

    /** Ends it if its greeting, or a frame that has begun, takes too long. */
    void closeIfLate(TransportLimits limits) {
        Duration silence = host.now().minus(heard);
        if (state != State.OPEN && silence.compareTo(limits.handshakeTime()) > 0
                || reader.isWithinFrame() && silence.compareTo(limits.silenceMax()) > 0) {
            close();
        }
    }

    /** A listener that lets only members in tells others so after they have believed to be connected. */
    private void failed(Throwable failure) {
        if (role == Role.DIALLER && !hasOpened && failure instanceof SSLException) {
            refuse(where + " refuses this device's certificate: it was revoked, has ended, or is of another run");
        } else {
            close();
        }
    }

    private void arrived(Buffer bytes) {
        if (state == State.OPEN) {
            heard = host.now();
        }
        try {
            reader.handle(bytes);
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            refuse("The connection from " + peer().map(PeerId::text).orElse(where)
                    + " was closed: " + e.getMessage());
        }
    }

    private void frame(byte[] bytes) {
        traffic.received(bytes.length + FrameCodec.LENGTH_PREFIX_BYTES);
        switch (state) {
            case AWAITS_HANDSHAKE -> greeted(bytes);
            case AWAITS_PROOF -> proved(bytes);
            case OPEN -> host.received(this, bytes);
            case CLOSED -> {
            }
        }
    }

    private void greeted(byte[] bytes) {
        try {
            theirs = Handshake.decode(bytes);
        } catch (IllegalArgumentException e) {
            refuse(role == Role.DIALLER
                    ? where + " is not a Grapevine node: " + e.getMessage()
                    : "The connection from " + where + " was closed: " + e.getMessage());
            return;
        }
        Optional<String> refusal = ours.refusal(
                role == Role.DIALLER ? theirs.peer() + " at " + where : theirs.peer().text(), theirs);
        if (role == Role.LISTENER) {
            write(ours.encode(theirs));
        }
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else if (!expected.map(theirs.peer()::equals).orElse(true)) {
            // Another node has taken this address over; membership will tell of it.
            close();
        } else if (!host.peerOf(socket).map(theirs.peer()::equals).orElse(true)) {
            refuse("The connection from " + where + " was closed: it claims to be " + theirs.peer());
        } else {
            state = State.AWAITS_PROOF;
            if (role == Role.LISTENER) {
                write(Handshake.sign(role, host.key(), theirs, ours));
            }
        }
    }

    private void proved(byte[] proof) {
        Handshake dialler = role == Role.DIALLER ? ours : theirs;
        Handshake listener = role == Role.DIALLER ? theirs : ours;
        if (!Handshake.isProof(proof, role.other(), dialler, listener)) {
            refuse("The connection from " + where + " was closed: it does not have the key of " + theirs.peer());
            return;
        }
        if (role == Role.DIALLER) {
            write(Handshake.sign(role, host.key(), dialler, listener));
        }
        if (state == State.AWAITS_PROOF) {
            state = State.OPEN;
            heard = host.now();
            opened = heard;
            hasOpened = true;
            reader.limit(host.frameBytesMax());
            watcher.opened(this);
        }
    }

    private void refuse(String sentence) {
        if (state != State.CLOSED) {
            watcher.refused(this, sentence);
            close();
        }
    }
}
