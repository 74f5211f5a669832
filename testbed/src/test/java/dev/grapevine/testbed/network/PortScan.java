package dev.grapevine.testbed.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a stranger on the network tries first. All of it for the thread of a machine. */
final class PortScan {

    private static final int HIGHEST_PORT = 65_535;
    private static final int CONNECT_MILLIS = 1_000;
    /** Longer than a node waits for the beginning of a handshake. */
    private static final int ANSWER_MILLIS = 15_000;

    private PortScan() {}

    /** All ports of a host that take connections. */
    static List<Integer> open(String host) {
        List<Integer> open = new ArrayList<>();
        for (int port = 1; port <= HIGHEST_PORT; port++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                open.add(port);
            } catch (IOException e) {
                // Closed.
            }
        }
        return open;
    }

    /** All bytes that a port answers to some, until it ends the connection. */
    static byte[] answer(String host, int port, String said) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            throw new IOException("The port " + port + " of " + host + " keeps a stranger's connection", e);
        }
    }
}
