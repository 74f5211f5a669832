package dev.grapevine.node.transport;

import java.time.Duration;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/** A connection that somebody made to this node, to send it frames. For one event loop. */
final class Incoming {

    /** What connections have in common. */
    interface Host {

        Handshake handshake();

        TransportSecurity security();

        int frameBytesMax();

        /** A clock. */
        Duration now();

        /** Somebody has said who it is and is talked to from now on. */
        void greeted(PeerId peer, Incoming connection);

        void received(PeerId peer, byte[] frame);

        /** Told before it is closed. */
        void refused(String sentence);

        /** How many bytes its unfinished frame is about to take: it may be closed for that. */
        void keeps(Incoming connection, int bytes);

        /** It is over, whoever ended it, and before it said who it is. */
        void closed(Incoming connection);

        /** It is over, whoever ended it. */
        void closed(PeerId peer, Incoming connection);
    }

    private final NetSocket socket;
    private final Host host;
    private final Traffic traffic;
    private final FrameReader reader;
    /** When it began, or last sent something. */
    private Duration heard;
    private PeerId peer;
    private boolean closed;

    Incoming(NetSocket socket, Host host, Traffic traffic) {
        this.socket = socket;
        this.host = host;
        this.traffic = traffic;
        this.heard = host.now();
        this.reader = new FrameReader(Handshake.MAX_BYTES, this::frame, this::close,
                bytes -> host.keeps(this, bytes));
    }

    /** Begins to listen to it. */
    void begin() {
        socket.handler(this::arrived);
        socket.exceptionHandler(failure -> close());
        socket.closeHandler(unused -> close());
    }

    /** May be called more than once. */
    void close() {
        if (!closed) {
            closed = true;
            reader.end();
            if (peer == null) {
                host.closed(this);
            } else {
                host.closed(peer, this);
            }
            socket.close();
        }
    }

    /** Ends it if it has not said in time who it is, or what it has begun to say. */
    void closeIfLate(TransportLimits limits) {
        Duration silence = host.now().minus(heard);
        if (peer == null && silence.compareTo(limits.greetingTime()) > 0
                || reader.isWithinFrame() && silence.compareTo(limits.silenceMax()) > 0) {
            close();
        }
    }

    private void arrived(Buffer bytes) {
        if (peer != null) {
            heard = host.now();
        }
        try {
            reader.handle(bytes);
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            refuse("The connection of " + (peer == null ? socket.remoteAddress() : peer) + " is ended: "
                    + e.getMessage());
        }
    }

    private void frame(byte[] bytes) {
        traffic.received(bytes.length + FrameCodec.LENGTH_PREFIX_BYTES);
        if (peer != null) {
            host.received(peer, bytes);
        } else {
            greet(bytes);
        }
    }

    private void greet(byte[] bytes) {
        try {
            Handshake theirs = Handshake.decode(bytes);
            Handshake ours = host.handshake();
            byte[] answer = ours.encode(theirs);
            traffic.sent(answer.length + FrameCodec.LENGTH_PREFIX_BYTES);
            socket.write(FrameReader.frame(answer));
            if (!host.security().peerOf(socket).map(theirs.peer()::equals).orElse(true)) {
                refuse("Somebody at " + socket.remoteAddress() + " was sent away: it says that it is "
                        + theirs.peer());
            } else if (ours.common(theirs).isPresent()) {
                peer = theirs.peer();
                heard = host.now();
                reader.limit(host.frameBytesMax());
                host.greeted(peer, this);
            } else {
                refuse(ours.refusal(theirs.peer().text(), theirs));
            }
        } catch (IllegalArgumentException e) {
            refuse("Somebody at " + socket.remoteAddress() + " was sent away: " + e.getMessage());
        }
    }

    private void refuse(String sentence) {
        host.refused(sentence);
        close();
    }
}
