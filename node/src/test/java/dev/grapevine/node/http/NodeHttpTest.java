package dev.grapevine.node.http;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.http.RunningApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.node.security.ApiToken;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** The API on real sockets. */
class NodeHttpTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String MARK = "X-Grapevine: 1";

    private RunningApi api = new RunningApi(HttpLimits.DEFAULT, Optional.of(new SampleAdmin()));

    /** Says what it was asked for. */
    static class SampleAdmin implements RunAdmin {

        @Override
        public Invitation invite() {
            return new Invitation("AAAA-BBBB", Instant.parse("2026-03-01T13:00:00Z"), "█▀\n▄ \n", List.of("A note."));
        }

        @Override
        public String revoke(String peer) {
            throw new UserMistakeException("There is no peer '" + peer + "'");
        }

        @Override
        public String grant(String peer) {
            return peer + " is an inviter";
        }

        @Override
        public String found() {
            return "Founded";
        }
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void start(HttpLimits limits, Optional<RunAdmin> admin) {
        api.close();
        api = new RunningApi(limits, admin);
    }

    private void start(byte[] model, HttpLimits limits) {
        api.close();
        api = new RunningApi(new SampleView(List.of(), model), ApiToken.create(new SecureRandom()), Optional.empty(),
                limits, HttpProtection.NONE, "127.0.0.1");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "2001:db8::1"})
    void withoutProtectionOtherAddressesAreRefused(String host) {
        Address address = new Address(host, 0);
        assertMistake(() -> NodeHttp.check(address, HttpProtection.NONE), "http is " + address
                + ", which other machines can reach: because any machine that reaches it can stop the node, allowed are "
                + "loopback addresses such as 127.0.0.1:0");
        NodeHttp.check(address, new OwnCertificate(DeviceKey.create(new SecureRandom()),
                Instant.now()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void loopbackNeedsNoProtection(String host) {
        NodeHttp.check(new Address(host, 0), HttpProtection.NONE);
        try (RunningApi other = new RunningApi(api.view, api.token, Optional.empty(), HttpLimits.DEFAULT,
                HttpProtection.NONE, host)) {
            assertThat(status(other.request("GET", "/health"))).isEqualTo(200);
        }
    }

    @Test
    void readingAnswers() {
        assertThat(api.request("GET", "/status")).contains("\"phase\":\"running\"", "Content-Type: application/json");
        assertThat(api.request("GET", "/metrics")).contains("\ngrapevine_steps_total 5.0\n",
                "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n");
        assertThat(body(api.request("GET", "/peers"))).isEqualTo("[]");
        assertThat(api.request("GET", "/openapi.json")).contains("\"openapi\": \"3.1.1\"",
                "Content-Type: application/json");
        assertThat(body(api.request("GET", "/health"))).isEqualTo("ok\n");
        assertThat(body(api.request("GET", "/model"))).hasSize(1000);
        assertThat(body(api.request("GET", "/model?of=replica"))).hasSize(1000);
        assertThat(status(api.request("GET", "/model?of=both"))).isEqualTo(400);
        assertThat(body(api.request("GET", "/"))).contains("<title>Grapevine node</title>");
    }

    @Test
    void everyAnswerHasTheHeadersThatKeepOtherPagesOut() {
        for (String answer : List.of(api.request("GET", "/"), api.request("GET", "/status"),
                api.request("GET", "/nothing"), api.request("POST", "/pause"), api.exchange("\r\n\u0001\r\n\r\n"))) {
            assertThat(answer).contains("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
                    "Referrer-Policy: no-referrer", "Cache-Control: no-store").doesNotContain("Access-Control");
        }
        assertThat(api.request("GET", "/")).contains("Content-Security-Policy: default-src 'none'");
    }

    private String predict(String body, String... headers) {
        StringBuilder text = new StringBuilder("POST /predict HTTP/1.1\r\nHost: " + api.address() + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return api.exchange(text + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void rowsArePredicted() {
        assertThat(body(predict("[[1,2]]"))).isEqualTo("{\"bytes\":7}");
        assertThat(body(predict("x".repeat(HttpLimits.BODY_BYTES)))).isEqualTo("{\"bytes\":1048576}");
        assertThat(body(predict("x"))).isEqualTo("{\"error\":\"The request has no rows\"}");
        assertThat(status(predict("x"))).isEqualTo(400);
        assertThat(status(predict("[]", "Origin: http://evil.example"))).isEqualTo(403);
        assertThat(status(api.request("POST", "/predict", "Content-Length: " + (HttpLimits.BODY_BYTES + 1))))
                .isEqualTo(413);
        assertThat(status(api.request("POST", "/predict", "Transfer-Encoding: chunked"))).isEqualTo(413);
        assertThat(status(api.request("GET", "/predict"))).isEqualTo(405);
    }

    /** A client that does not send its rows is cut off in the time for headers. */
    @Test
    void bodyHasToComeInTime() {
        start(RunningApi.limits(8, 8, SHORT, LONG), Optional.empty());
        assertThat(api.request("POST", "/predict", "Content-Length: 10")).isEmpty();
        assertThat(status(predict("[[1,2]]"))).isEqualTo(200);
    }

    @Test
    void fewPredictionsAreUnderWayAtATime() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < HttpLimits.PREDICTIONS; i++) {
                Socket socket = api.connect();
                waiting.add(socket);
                socket.getOutputStream().write(("POST /predict HTTP/1.1\r\nHost: " + api.address()
                        + "\r\nContent-Length: 2\r\n\r\n[]").getBytes(StandardCharsets.ISO_8859_1));
            }
            await().until(() -> status(predict("[[1,2]]")) == 429);
            api.view.waiting.complete(Optional.of("{}"));
            for (Socket socket : waiting) {
                assertThat(body(RunningApi.rest(socket))).isEqualTo("{}");
            }
            await().until(() -> status(predict("[[1,2]]")) == 200);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void changesAreDone() {
        for (String path : List.of("/pause", "/resume", "/checkpoint", "/leave")) {
            assertThat(status(api.request("POST", path, MARK))).isEqualTo(202);
        }
        assertThat(api.view.commands).containsExactly(NodeHttp.Command.PAUSE, NodeHttp.Command.RESUME,
                NodeHttp.Command.CHECKPOINT, NodeHttp.Command.LEAVE);
    }

    /** As a form, a script of another page, and a page under a name of its own (DNS rebinding) would ask. */
    @Test
    void webPagesChangeAndReadNothing() {
        String host = "Host: " + api.address() + "\r\n";
        for (String request : List.of("POST /leave HTTP/1.1\r\n" + host + "\r\n",
                "POST /leave HTTP/1.1\r\n" + host + "Origin: http://evil.example\r\nX-Grapevine: 1\r\n\r\n",
                "POST /leave HTTP/1.1\r\nHost: evil.example:" + api.port() + "\r\nX-Grapevine: 1\r\n\r\n",
                "POST /leave HTTP/1.0\r\nX-Grapevine: 1\r\n\r\n",
                "GET /model HTTP/1.1\r\nHost: evil.example:" + api.port() + "\r\n\r\n", "GET /status HTTP/1.0\r\n\r\n",
                "GET /status HTTP/1.1\r\n\r\n", "GET /status HTTP/1.1\r\n" + host + host + "\r\n",
                "GET /status HTTP/1.1\r\n" + host + "Origin: null\r\n\r\n")) {
            assertThat(status(api.exchange(request))).as(request).isIn(400, 403);
        }
        String asked = api.request("OPTIONS", "/leave", "Origin: http://" + api.address(),
                "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: X-Grapevine");
        assertThat(status(asked)).isEqualTo(405);
        assertThat(asked).contains("Allow: POST").doesNotContain("Access-Control");
        assertThat(api.view.commands).isEmpty();
    }

    @Test
    void administrationNeedsTheToken() {
        assertThat(body(api.request("POST", "/invite", MARK, api.authorization()))).isEqualTo("{\"code\":\"AAAA-BBBB\","
                + "\"expires\":\"2026-03-01T13:00:00Z\",\"qr\":\"" + new String("█▀\\n▄ \\n".getBytes(
                        StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                + "\",\"notes\":[\"A note.\"]}");
        assertThat(body(api.request("POST", "/found", MARK, api.authorization())))
                .isEqualTo("{\"message\":\"Founded\"}");
        assertThat(body(api.request("POST", "/grant?peer=a%62c", MARK, api.authorization())))
                .isEqualTo("{\"message\":\"abc is an inviter\"}");
        String mistake = api.request("POST", "/revoke?peer=abc", MARK, api.authorization());
        assertThat(status(mistake)).isEqualTo(400);
        assertThat(body(mistake)).isEqualTo("{\"error\":\"There is no peer 'abc'\"}");
        assertThat(status(api.request("POST", "/grant", MARK, api.authorization()))).isEqualTo(400);
        for (String path : List.of("/invite", "/found", "/grant?peer=a", "/revoke?peer=a")) {
            String refused = api.request("POST", path, MARK, "Authorization: Bearer 12345");
            assertThat(status(refused)).isEqualTo(401);
            assertThat(refused).contains("WWW-Authenticate: Bearer").doesNotContain("12345", "AAAA");
        }
    }

    @Test
    void nodeWithoutInvitationsSaysSo() {
        start(HttpLimits.DEFAULT, Optional.empty());
        for (String path : List.of("/invite", "/found", "/grant?peer=a", "/revoke?peer=a")) {
            String answer = api.request("POST", path, MARK, api.authorization());
            assertThat(status(answer)).isEqualTo(409);
            assertThat(body(answer))
                    .isEqualTo("{\"error\":\"This node takes part in no run with invitations: it listens on "
                            + "loopback only\"}");
        }
    }

    @Test
    void bodiesAreNotTaken() {
        for (String header : List.of("Content-Length: 1", "Content-Length: 99999999999",
                "Transfer-Encoding: chunked")) {
            assertThat(status(api.request("POST", "/pause", MARK, header))).as(header).isIn(400, 413);
            assertThat(status(api.request("GET", "/status", header))).as(header).isIn(400, 413);
        }
        assertThat(status(api.request("POST", "/pause", MARK, "Content-Length: 0"))).isEqualTo(202);
        assertThat(api.view.commands).hasSize(1);
    }

    @Test
    void longLinesAndHeadersAreNotTaken() {
        assertThat(status(api.request("GET", "/" + "x".repeat(3000)))).isIn(0, 414);
        assertThat(status(api.request("GET", "/status", "X: " + "x".repeat(9000)))).isIn(0, 431);
        assertThat(status(api.request("GET", "/status", "X: " + "x".repeat(7000)))).isEqualTo(200);
    }

    @Test
    void oneConnectionHasOneRequest() {
        String host = "Host: " + api.address() + "\r\n\r\n";
        String answers = api.exchange("GET /health HTTP/1.1\r\n" + host + "GET /health HTTP/1.1\r\n" + host);
        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(2);
        assertThat(answers).contains("Connection: close");
    }

    @Test
    void connectionsAreBoundedForOneClient() throws IOException {
        start(RunningApi.limits(64, 3, LONG, LONG), Optional.empty());
        assertOnlyThreeAreServed();
    }

    @Test
    void connectionsAreBoundedInAll() throws IOException {
        start(RunningApi.limits(3, 16, LONG, LONG), Optional.empty());
        assertOnlyThreeAreServed();
    }

    private void assertOnlyThreeAreServed() throws IOException {
        byte[] request = ("GET /health HTTP/1.1\r\nHost: " + api.address() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            open.add(api.connect());
        }
        for (int i = 3; i < 6; i++) {
            assertThat(RunningApi.exchange(open.get(i), request)).isEmpty();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(status(RunningApi.exchange(open.get(i), request))).isEqualTo(200);
        }
        for (Socket socket : open) {
            socket.close();
        }
        // Those that have ended make room: their ends may be noticed a little later.
        await().until(() -> status(api.request("GET", "/health")) == 200);
    }

    @Test
    void headersThatNeverEndEndTheConnection() throws IOException {
        start(RunningApi.limits(64, 16, SHORT, LONG), Optional.empty());
        try (Socket silent = api.connect(); Socket slow = api.connect()) {
            slow.getOutputStream().write("GET /health HTTP/1.1\r\nX: ".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(RunningApi.rest(slow)).isEmpty();
            assertThat(RunningApi.rest(silent)).isEmpty();
        }
    }

    /** The API has room for one connection: it is free when the other was given up. */
    @Test
    void modelThatIsNotReadIsGivenUp() throws IOException {
        start(new byte[64 << 20], RunningApi.limits(1, 1, LONG, SHORT));
        try (Socket slow = api.connect(4096)) {
            slow.getOutputStream().write(("GET /model HTTP/1.1\r\nHost: " + api.address() + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            await().until(() -> status(api.request("GET", "/health")) == 200);
            assertThat(RunningApi.rest(slow).length()).isLessThan(64 << 20);
        }
    }

    @Test
    void modelsAreSentToTwoAtOnce() throws IOException {
        start(new byte[64 << 20], RunningApi.limits(64, 16, LONG, LONG));
        byte[] request = ("GET /model HTTP/1.1\r\nHost: " + api.address() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        try (Socket first = api.connect(4096); Socket second = api.connect(4096)) {
            for (Socket socket : List.of(first, second)) {
                socket.getOutputStream().write(request);
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            assertThat(status(api.exchange(request))).isEqualTo(429);
            assertThat(status(api.request("GET", "/health"))).isEqualTo(200);
        }
        await().until(() -> status(api.exchange(request)) == 200);
    }

    @Test
    void largeModelArrivesWhole() {
        byte[] model = new byte[3_000_001];
        new Random(7).nextBytes(model);
        start(model, HttpLimits.DEFAULT);
        assertThat(body(api.request("GET", "/model")).getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(model);
    }

    /** The driver stops the node for a bug, and has to hear of it. */
    @Test
    void bugIsNotHiddenBehindAnAnswer() throws Exception {
        Vertx vertx = Vertx.vertx();
        CompletableFuture<Throwable> bug = new CompletableFuture<>();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Context loop = vertx.getOrCreateContext();
        loop.exceptionHandler(bug::complete);
        RunAdmin broken = new SampleAdmin() {
            @Override
            public String found() {
                throw new IllegalStateException("a bug");
            }
        };
        loop.runOnContext(unused -> new NodeHttp(vertx, api.view, api.token, HttpProtection.NONE, Optional.of(broken))
                .listen(new Address("127.0.0.1", 0)).onSuccess(port::complete));
        try (Socket socket = new Socket("127.0.0.1", port.get(20, TimeUnit.SECONDS))) {
            socket.getOutputStream().write(("POST /found HTTP/1.1\r\nHost: localhost\r\nX-Grapevine: 1\r\n"
                    + api.authorization() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(bug.get(20, TimeUnit.SECONDS)).hasMessage("a bug");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
