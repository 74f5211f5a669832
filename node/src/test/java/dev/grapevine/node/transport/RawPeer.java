package dev.grapevine.node.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.security.DeviceKey;

/** A peer that speaks over a plain socket, byte by byte if a test wants. */
record RawPeer(DeviceKey key, long process) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static RawPeer fresh() {
        return new RawPeer(DeviceKey.create(RANDOM), RANDOM.nextLong());
    }

    /** A peer whose identity is larger, or smaller, than another one. */
    static RawPeer beside(DeviceKey other, boolean larger) {
        RawPeer drawn = fresh();
        while (drawn.key.peer().compareTo(other.peer()) > 0 != larger) {
            drawn = fresh();
        }
        return drawn;
    }

    Handshake handshake() {
        return handshake(FrameCodec.OLDEST_VERSION, FrameCodec.VERSION, 0);
    }

    Handshake handshake(int oldest, int newest, long features) {
        return Handshake.of(oldest, newest, features, key.publicBytes(), ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(process).putLong(RANDOM.nextLong()).array());
    }

    /** Makes itself known to a node that it has connected to; returns that node's handshake. */
    Handshake dials(Socket socket) throws IOException {
        return dials(socket, handshake());
    }

    Handshake dials(Socket socket, Handshake ours) throws IOException {
        send(socket, ours.encode());
        Handshake theirs = Handshake.decode(read(socket));
        if (!Handshake.isProof(read(socket), Role.LISTENER, ours, theirs)) {
            throw new AssertionError("The listener has proved nothing");
        }
        send(socket, Handshake.sign(Role.DIALLER, key, ours, theirs));
        return theirs;
    }

    /** Makes itself known to a node that has connected to it. */
    void listens(Socket socket) throws IOException {
        Handshake theirs = Handshake.decode(read(socket));
        Handshake ours = handshake();
        send(socket, ours.encode());
        send(socket, Handshake.sign(Role.LISTENER, key, theirs, ours));
        if (!Handshake.isProof(read(socket), Role.DIALLER, theirs, ours)) {
            throw new AssertionError("The dialler has proved nothing");
        }
    }

    static void send(Socket socket, byte[] frame) throws IOException {
        socket.getOutputStream()
                .write(ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array());
    }

    static byte[] read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }
}
