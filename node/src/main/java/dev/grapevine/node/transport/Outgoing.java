package dev.grapevine.node.transport;

import java.util.ArrayDeque;
import java.util.Queue;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * The way to one peer: a connection that is made when there is something to send, and a bounded queue before it. For one
 * event loop.
 */
final class Outgoing {

    /** Bytes that wait for one peer at most. */
    static final int QUEUE_BYTES_MAX = 4 << 20;
    private static final long RECONNECT_MILLIS = 1_000;
    private static final long HANDSHAKE_MILLIS = 5_000;

    private enum State {
        IDLE, CONNECTING, GREETING, OPEN, RESTING, CLOSED
    }

    private final Vertx vertx;
    private final NetClient client;
    private final TransportSecurity security;
    private final Handshake ours;
    private final PeerId peer;
    private final Address address;
    private final Traffic traffic;
    private final PeerTransport.Refusals refusals;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private State state = State.IDLE;
    private NetSocket socket;
    /** Whether the last try to get there came to nothing. */
    private boolean failed;

    Outgoing(Vertx vertx, NetClient client, TransportSecurity security, PeerId self, PeerId peer, Address address,
            Traffic traffic, PeerTransport.Refusals refusals) {
        this.vertx = vertx;
        this.client = client;
        this.security = security;
        this.ours = Handshake.of(self);
        this.peer = peer;
        this.address = address;
        this.traffic = traffic;
        this.refusals = refusals;
    }

    Address address() {
        return address;
    }

    /** Whether it is connected, or was not tried yet. */
    boolean mayWork() {
        return !failed;
    }

    void send(byte[] frame) {
        if (state == State.RESTING || state == State.CLOSED || queuedBytes + frame.length > QUEUE_BYTES_MAX) {
            traffic.dropped();
            return;
        }
        queue.add(frame);
        queuedBytes += frame.length;
        if (state == State.OPEN) {
            flush();
        } else if (state == State.IDLE) {
            connect();
        }
    }

    void close() {
        state = State.CLOSED;
        dropQueue();
        if (socket != null) {
            socket.close();
        }
    }

    private void connect() {
        state = State.CONNECTING;
        try {
            client.connect(address.port(), address.host()).onComplete(this::connected, failure -> rest());
        } catch (OutOfMemoryError e) {
            rest();
        }
    }

    private void connected(NetSocket opened) {
        if (state != State.CONNECTING) {
            opened.close();
            return;
        }
        socket = opened;
        state = State.GREETING;
        FrameReader reader = new FrameReader(Handshake.MAX_BYTES, this::greeted, opened::close);
        opened.handler(bytes -> orClose(opened, () -> reader.handle(bytes)));
        opened.exceptionHandler(failure -> opened.close());
        opened.closeHandler(unused -> rest());
        opened.drainHandler(unused -> flush());
        write(ours.encode());
        vertx.setTimer(HANDSHAKE_MILLIS, unused -> {
            if (state == State.GREETING && socket == opened) {
                opened.close();
            }
        });
    }

    private void greeted(byte[] bytes) {
        if (state != State.GREETING) {
            // Whoever listens has nothing to say after its handshake.
            socket.close();
            return;
        }
        try {
            Handshake theirs = Handshake.decode(bytes);
            if (ours.common(theirs).isEmpty()) {
                refuse(ours.refusal(theirs.peer() + " at " + address, theirs));
            } else if (!theirs.peer().equals(peer) || !security.peerOf(socket).map(peer::equals).orElse(true)) {
                // Somebody else has taken this address over; membership will tell the new one.
                socket.close();
            } else {
                state = State.OPEN;
                failed = false;
                flush();
            }
        } catch (IllegalArgumentException e) {
            refuse(address + " is no Grapevine node: " + e.getMessage());
        }
    }

    private void refuse(String sentence) {
        Address at = new Address(socket.remoteAddress().hostAddress(), socket.remoteAddress().port());
        failed = true;
        refusals.listener(at, sentence);
        socket.close();
    }

    private void flush() {
        while (state == State.OPEN && !queue.isEmpty() && !socket.writeQueueFull()) {
            byte[] frame = queue.remove();
            queuedBytes -= frame.length;
            write(frame);
        }
    }

    private void write(byte[] frame) {
        orClose(socket, () -> {
            socket.write(FrameReader.frame(frame));
            traffic.sent(frame.length + FrameCodec.LENGTH_PREFIX_BYTES);
        });
    }

    /** Where there is no memory for what a connection brings or takes it ends, and nothing else does. */
    private void orClose(NetSocket of, Runnable work) {
        try {
            work.run();
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            of.close();
        }
    }

    /** The connection is gone, or never came: leave the peer alone for a moment. */
    private void rest() {
        if (state == State.CLOSED || state == State.RESTING) {
            return;
        }
        state = State.RESTING;
        failed = true;
        socket = null;
        dropQueue();
        vertx.setTimer(RECONNECT_MILLIS, unused -> {
            if (state == State.RESTING) {
                state = State.IDLE;
            }
        });
    }

    private void dropQueue() {
        queue.forEach(unused -> traffic.dropped());
        queue.clear();
        queuedBytes = 0;
    }
}
