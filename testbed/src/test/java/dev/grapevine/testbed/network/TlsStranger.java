package dev.grapevine.testbed.network;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.grapevine.consensus.testing.TrustsAnybody;

/** A TLS client that trusts everybody and has no certificate. */
final class TlsStranger {

    private static final int PATIENCE_MILLIS = 15_000;

    private TlsStranger() {}

    /** The version of TLS that a port speaks, and how many bytes it says to one without a certificate. */
    record Meeting(String version, int bytes) {}

    /** @param protocol the name that is asked for */
    static Meeting meet(String host, int port, String protocol) throws IOException, GeneralSecurityException {
        SSLContext context = TrustsAnybody.context(new SecureRandom());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(new Socket(host, port), host, port,
                true)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[]{protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            String version = socket.getSession().getProtocol();
            return new Meeting(version, bytesAnswered(socket));
        }
    }

    /** A server that asks for a certificate refuses one without only after the handshake (RFC 8446, section 4.4.2.4). */
    private static int bytesAnswered(SSLSocket socket) {
        try {
            socket.getOutputStream().write("GET /status HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().readAllBytes().length;
        } catch (IOException e) {
            return 0;
        }
    }
}
