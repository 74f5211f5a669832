package dev.grapevine.node.transport;

import java.util.ArrayDeque;
import java.util.Queue;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.words.Address;

/**
 * A connection to one peer, opened when there is something to send, with a bounded queue in front of it. For one event
 * loop.
 */
final class Outgoing {

    /** Most bytes that wait for one peer. */
    static final int QUEUE_BYTES_MAX = 4 << 20;
    private static final long RECONNECT_MILLIS = 1_000;
    private static final long HANDSHAKE_MILLIS = 5_000;

    private enum State {
        IDLE, CONNECTING, HANDSHAKE, OPEN, BACKING_OFF, CLOSED
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
    /** Whether the last attempt to connect failed. */
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

    /** Whether the peer may be reachable: the last attempt succeeded, or there was none yet. */
    boolean isPossible() {
        return !failed;
    }

    void send(byte[] frame) {
        if (state == State.BACKING_OFF || state == State.CLOSED || queuedBytes + frame.length > QUEUE_BYTES_MAX) {
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
            client.connect(address.port(), address.host()).onComplete(this::connected, failure -> backOff());
        } catch (OutOfMemoryError e) {
            backOff();
        }
    }

    private void connected(NetSocket opened) {
        if (state != State.CONNECTING) {
            opened.close();
            return;
        }
        socket = opened;
        state = State.HANDSHAKE;
        FrameReader reader = new FrameReader(Handshake.MAX_BYTES, this::handshake, opened::close);
        opened.handler(bytes -> orClose(opened, () -> reader.handle(bytes)));
        opened.exceptionHandler(failure -> opened.close());
        opened.closeHandler(unused -> backOff());
        opened.drainHandler(unused -> flush());
        write(ours.encode());
        vertx.setTimer(HANDSHAKE_MILLIS, unused -> {
            if (state == State.HANDSHAKE && socket == opened) {
                opened.close();
            }
        });
    }

    private void handshake(byte[] bytes) {
        if (state != State.HANDSHAKE) {
            // A listener sends nothing after its handshake.
            socket.close();
            return;
        }
        try {
            Handshake theirs = Handshake.decode(bytes);
            if (ours.common(theirs).isEmpty()) {
                refuse(ours.refusal(theirs.peer() + " at " + address, theirs));
            } else if (!theirs.peer().equals(peer) || !security.peerOf(socket).map(peer::equals).orElse(true)) {
                // Another node has taken over this address; membership will report the peer's new one.
                socket.close();
            } else {
                state = State.OPEN;
                failed = false;
                flush();
            }
        } catch (IllegalArgumentException e) {
            refuse(address + " is not a Grapevine node: " + e.getMessage());
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

    /** Closes the connection, and nothing else, if memory for it runs out. */
    private void orClose(NetSocket connection, Runnable work) {
        try {
            work.run();
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            connection.close();
        }
    }

    /** The connection was lost or never opened: drops frames for a while before the next attempt. */
    private void backOff() {
        if (state == State.CLOSED || state == State.BACKING_OFF) {
            return;
        }
        state = State.BACKING_OFF;
        failed = true;
        socket = null;
        dropQueue();
        vertx.setTimer(RECONNECT_MILLIS, unused -> {
            if (state == State.BACKING_OFF) {
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
