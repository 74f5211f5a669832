package dev.grapevine.testbed.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/**
 * A pipe of nothing but sockets of the JDK: a thread that writes, one that reads into an array, one write for each
 * frame.
 */
final class SocketPipe extends FramePipe {

    private static final int ACKNOWLEDGED = 1;
    private static final int BUFFER = 64 << 10;

    private final Socket sending;
    private final Socket receiving;
    private final Semaphore wanted = new Semaphore(0);

    SocketPipe(int frameBytes) {
        super(frameBytes);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            sending = new Socket(server.getInetAddress(), server.getLocalPort());
            receiving = server.accept();
            sending.setTcpNoDelay(true);
            receiving.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new NotMeasuredException("there is no socket: " + e.getMessage(), e);
        }
        daemon(this::write);
        daemon(this::read);
        daemon(this::acknowledged);
    }

    /** Something that goes on until the sockets are closed. */
    @FunctionalInterface
    private interface Endless {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Endless work) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // Closed: that is the end.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void write() throws IOException, InterruptedException {
        byte[] frame = ByteBuffer.allocate(Integer.BYTES + frameBytes()).putInt(frameBytes()).array();
        while (!sending.isClosed()) {
            wanted.acquire();
            for (int i = 0; i < batch(); i++) {
                sending.getOutputStream().write(frame);
            }
        }
    }

    private void read() throws IOException {
        DataInputStream in = new DataInputStream(receiving.getInputStream());
        byte[] buffer = new byte[BUFFER];
        while (true) {
            for (long left = (long) batch() * (Integer.BYTES + frameBytes()); left > 0;) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return;
                }
                left -= count;
            }
            receiving.getOutputStream().write(ACKNOWLEDGED);
        }
    }

    private void acknowledged() throws IOException {
        InputStream in = sending.getInputStream();
        while (in.read() >= 0) {
            arrived();
        }
    }

    @Override
    void sendBatch() {
        wanted.release();
    }

    @Override
    public void close() {
        try (sending; receiving) {
            wanted.release();
        } catch (IOException e) {
            // They are of no use any more.
        }
    }
}
