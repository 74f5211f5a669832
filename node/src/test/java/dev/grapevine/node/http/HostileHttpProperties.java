package dev.grapevine.node.http;

import static dev.grapevine.node.http.RunningApi.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a client sends, the API refuses it or closes the connection, changes nothing, and goes on. */
class HostileHttpProperties {

    private static final List<String> METHODS = List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE",
            "CONNECT", "PATCH", "PRI", "get", "G(T", "");
    private static final List<String> TARGETS = List.of("/", "/status", "/metrics", "/openapi.json", "/model?of=%",
            "/model?of=x", "/leave",
            "/pause", "/predict",
            "/invite", "/revoke?peer=%zz", "/grant?peer=a", "/found", "*", "http://evil.example/status", "//", "/../",
            "/%00", "/status?" + "a&".repeat(900), "/ü", "", "/\u0000", "/" + "x".repeat(4000));
    private static final List<String> HEADERS = List.of("Host: evil.example", "Host:", "Host: localhost",
            "Host: [::1", "Origin: http://evil.example", "Origin: null", "X-Grapevine: 1", "X-Grapevine: 0",
            "Authorization: Bearer x", "Authorization:", "Content-Length: 5", "Content-Length: -1", "Content-Length: x",
            "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
            "Connection: Upgrade, HTTP2-Settings", "Upgrade: websocket", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQ",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "Expect: 100-continue",
            "Expect: x", "Cookie: a=b; c", "Range: bytes=0-", "no colon", ": x", " folded", "X: " + "y".repeat(9000),
            "Accept-Encoding: gzip", "X-Forwarded-For: 127.0.0.1", "Connection: keep-alive");
    private static final List<String> VERSIONS = List.of("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "HTTX/1.1", "");
    private static final List<String> BODIES = List.of("", "hello", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n",
            "POST /leave HTTP/1.1\r\nHost: localhost\r\nX-Grapevine: 1\r\n\r\n");

    private static RunningApi api;

    @BeforeContainer
    static void start() {
        api = new RunningApi(HttpLimits.DEFAULT, Optional.of(new NodeHttpTest.SampleAdmin()));
    }

    @AfterContainer
    static void stop() {
        api.close();
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /** With no Host of this API and the mark together, so that nothing of it is allowed to change anything. */
    private static byte[] request(Random random) {
        StringBuilder text = new StringBuilder(
                one(METHODS, random) + " " + one(TARGETS, random) + " " + one(VERSIONS, random) + "\r\n");
        boolean isOwn = random.nextBoolean();
        if (isOwn) {
            text.append("Host: ").append(api.address()).append("\r\n");
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            String header = one(HEADERS, random);
            if (!header.equals("X-Grapevine: 1") && !header.equals("Host: localhost")) {
                text.append(header).append("\r\n");
            }
        }
        byte[] bytes = (text + "\r\n" + one(BODIES, random)).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    @Property(tries = 400)
    void nothingIsAnsweredWithAFault(@ForAll long seed) {
        byte[] request = request(new Random(seed));
        String answer;
        try (Socket socket = api.connect()) {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            answer = RunningApi.rest(socket);
        } catch (IOException e) {
            answer = "";
        }
        assertThat(status(answer)).as(new String(request, StandardCharsets.ISO_8859_1))
                .isNotIn(100, 101).satisfiesAnyOf(status -> assertThat(status).isLessThan(500),
                        // A version that the library does not have.
                        status -> assertThat(status).isEqualTo(501));
        assertThat(answer.split("HTTP/1\\.[01] [0-9]", -1).length).as(answer).isLessThanOrEqualTo(2);
        assertThat(api.view.commands).isEmpty();
        assertThat(status(api.request("GET", "/health"))).isEqualTo(200);
    }
}
