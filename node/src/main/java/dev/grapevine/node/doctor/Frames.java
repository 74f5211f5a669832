package dev.grapevine.node.doctor;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Frames over a socket that waits: a length of four bytes, big-endian, and that many. */
final class Frames {

    private Frames() {}

    static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes)
                .array());
    }

    /**
     * One frame.
     *
     * @param most bytes; nothing is read of a longer one
     */
    static byte[] read(Socket socket, int most) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("A frame of " + length + " bytes");
        }
        return in.readNBytes(length);
    }
}
