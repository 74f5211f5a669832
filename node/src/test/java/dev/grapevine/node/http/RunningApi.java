package dev.grapevine.node.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;

import dev.grapevine.node.security.ApiToken;
import dev.grapevine.node.words.Address;

/** The API of a node on a real socket, and clients that write what they like. */
public final class RunningApi implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Vertx vertx = Vertx.vertx();
    private final NodeHttp http;
    private final String host;
    private final int port;
    final SampleView view;
    final ApiToken token;

    RunningApi(HttpLimits limits, Optional<RunAdmin> admin) {
        this(new SampleView(List.of(), new byte[1000]), ApiToken.create(new SecureRandom()), admin, limits,
                HttpProtection.NONE, "127.0.0.1");
    }

    public RunningApi(SampleView view, ApiToken token, Optional<RunAdmin> admin) {
        this(view, token, admin, HttpLimits.DEFAULT, HttpProtection.NONE, "127.0.0.1");
    }

    /** With other protection, at another host. */
    public RunningApi(SampleView view, ApiToken token, Optional<RunAdmin> admin, HttpProtection protection,
            String host) {
        this(view, token, admin, HttpLimits.DEFAULT, protection, host);
    }

    RunningApi(SampleView view, ApiToken token, Optional<RunAdmin> admin, HttpLimits limits, HttpProtection protection,
            String host) {
        this.view = view;
        this.token = token;
        this.host = host;
        this.http = new NodeHttp(vertx, view, token, protection, admin, limits);
        try {
            this.port = http.listen(new Address(host, 0)).toCompletionStage().toCompletableFuture()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static HttpLimits limits(int connections, int connectionsOfClient, Duration headersTime, Duration answerTime) {
        return new HttpLimits(connections, connectionsOfClient, headersTime, Duration.ofSeconds(30), answerTime);
    }

    public Address address() {
        return new Address(host, port);
    }

    int port() {
        return port;
    }

    Socket connect() {
        return connect(0);
    }

    /** @param receiveBytes of the client's operating system; 0 as usual */
    Socket connect(int receiveBytes) {
        try {
            Socket socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the API sends until it closes the connection; empty if it closes at once. */
    String exchange(byte[] request) {
        try (Socket socket = connect()) {
            return exchange(socket, request);
        } catch (IOException e) {
            return "";
        }
    }

    String exchange(String request) {
        return exchange(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String exchange(Socket socket, byte[] request) throws IOException {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // It has been closed already; perhaps with an answer.
        }
        return rest(socket);
    }

    /** What comes until the end, or until the connection breaks. */
    static String rest(Socket socket) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection stays open", e);
        } catch (IOException e) {
            return text.toString();
        }
        return text.toString();
    }

    /** A request with the right Host, and what headers else. */
    String request(String method, String target, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + address() + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return exchange(text.append("\r\n").toString());
    }

    String authorization() {
        return "Authorization: " + token.authorization();
    }

    static int status(String answer) {
        return answer.startsWith("HTTP/1.") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
