package dev.grapevine.node.transport;

import java.time.Duration;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/** A connection on which a peer sends frames to this node. For one event loop. */
final class Incoming {

    /** The part of the transport that incoming connections share. */
    interface Host {

        Handshake handshake();

        TransportSecurity security();

        int frameBytesMax();

        /** Time on a monotonic clock. */
        Duration now();

        /** The peer has identified itself and its frames are received from now on. */
        void identified(PeerId peer, Incoming connection);

        void received(PeerId peer, byte[] frame);

        /** Receives the reason, as a sentence for users, before the connection is closed. */
        void refused(String sentence);

        /** The connection's unfinished frame is about to take this many bytes; may close the connection. */
        void buffers(Incoming connection, int bytes);

        /** The connection was closed, by either side, before the peer identified itself. */
        void closed(Incoming connection);

        /** The connection was closed by either side. */
        void closed(PeerId peer, Incoming connection);
    }

    private final NetSocket socket;
    private final Host host;
    private final Traffic traffic;
    private final FrameReader reader;
    /** Time of the last bytes from an identified peer; before that, of the connection's beginning. */
    private Duration heard;
    private PeerId peer;
    private boolean closed;

    Incoming(NetSocket socket, Host host, Traffic traffic) {
        this.socket = socket;
        this.host = host;
        this.traffic = traffic;
        this.heard = host.now();
        this.reader = new FrameReader(Handshake.MAX_BYTES, this::frame, this::close,
                bytes -> host.buffers(this, bytes));
    }

    /** Starts to read. */
    void begin() {
        socket.handler(this::arrived);
        socket.exceptionHandler(failure -> close());
        socket.closeHandler(unused -> close());
    }

    /** Closes the connection. May be called more than once. */
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

    /** Closes the connection if the handshake, or the rest of a frame, is overdue. */
    void closeIfLate(TransportLimits limits) {
        Duration silence = host.now().minus(heard);
        if (peer == null && silence.compareTo(limits.handshakeTime()) > 0
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
            refuse("The connection from " + (peer == null ? socket.remoteAddress() : peer) + " was closed: "
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
                refuse("The connection from " + socket.remoteAddress() + " was closed: it claims to be "
                        + theirs.peer());
            } else if (ours.common(theirs).isPresent()) {
                peer = theirs.peer();
                heard = host.now();
                reader.limit(host.frameBytesMax());
                host.identified(peer, this);
            } else {
                refuse(ours.refusal(theirs.peer().text(), theirs));
            }
        } catch (IllegalArgumentException e) {
            refuse("The connection from " + socket.remoteAddress() + " was closed: " + e.getMessage());
        }
    }

    private void refuse(String sentence) {
        host.refused(sentence);
        close();
    }
}
