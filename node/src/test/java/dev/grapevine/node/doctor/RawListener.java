package dev.grapevine.node.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.grapevine.node.words.Address;

/** A port at which something else than a node answers. */
final class RawListener implements AutoCloseable {

    /** What is said on each connection; it ends afterwards. */
    @FunctionalInterface
    interface Talk {
        void on(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    RawListener(Talk talk) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> talk(talk, socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void talk(Talk talk, Socket socket) {
        try (socket) {
            talk.on(socket);
        } catch (IOException e) {
            // The other side has seen enough.
        }
    }

    /** Takes what comes and says nothing. */
    static RawListener silent() {
        return new RawListener(socket -> socket.getInputStream().readAllBytes());
    }

    /** A node on loopback whose first frame is this one. */
    static RawListener node(byte[] firstFrame) {
        return new RawListener(socket -> {
            // Longer than any first frame, as what TLS begins with looks.
            Frames.read(socket, 1000);
            Frames.write(socket, firstFrame);
            socket.getInputStream().readAllBytes();
        });
    }

    Address address() {
        return new Address("127.0.0.1", server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
