package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.security.ApiToken;

/** Which requests are followed. */
class GateTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.7");
    private static final int PORT = 8080;
    private static final String OWN = "localhost:8080";
    private static final List<String> MARK = List.of("1");

    private final ApiToken token = ApiToken.create(new SecureRandom());
    private final List<String> shown = List.of(token.authorization());
    private Duration now = Duration.ofHours(1);
    private final Gate gate = new Gate(new HostRule(false, "127.0.0.1"), token, () -> now);

    static Stream<ApiCall> changing() {
        return Stream.of(ApiCall.values()).filter(ApiCall::changes);
    }

    static Stream<ApiCall> reading() {
        return Stream.of(ApiCall.values()).filter(call -> !call.changes());
    }

    private int status(ApiRequest request) {
        Optional<Refusal> refusal = gate.refusal(request);
        refusal.ifPresent(
                found -> assertThat(found.sentence()).isNotBlank().doesNotContain("\n", token.authorization()));
        return refusal.map(Refusal::status).orElse(200);
    }

    private static ApiRequest request(String method, String target, List<String> marks, List<String> authorizations,
            InetAddress reached) {
        return new ApiRequest(method, target, List.of(OWN), List.of(), marks, authorizations, 0, "client", reached,
                PORT);
    }

    /** A request as it should be. */
    private ApiRequest good(ApiCall call, InetAddress reached) {
        return request(call.method(), call.path(), MARK, shown, reached);
    }

    private static ApiRequest with(ApiRequest request, List<String> hosts, List<String> origins, long bodyBytes) {
        return new ApiRequest(request.method(), request.target(), hosts, origins, request.marks(),
                request.authorizations(), bodyBytes, request.client(), request.reached(), request.port());
    }

    @ParameterizedTest
    @EnumSource
    void goodRequestIsFollowed(ApiCall call) {
        assertThat(status(good(call, LOOPBACK))).isEqualTo(200);
        assertThat(status(good(call, HOME))).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void everyCallNeedsOneOwnHost(ApiCall call) {
        ApiRequest good = good(call, LOOPBACK);
        for (List<String> hosts : List.of(List.<String>of(), List.of("evil.example"), List.of(OWN, OWN),
                List.of(OWN, "evil.example"), List.of("localhost:1"))) {
            assertThat(status(with(good, hosts, List.of(), 0))).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noCallIsForOtherPages(ApiCall call) {
        ApiRequest good = good(call, LOOPBACK);
        assertThat(status(with(good, List.of(OWN), List.of("http://localhost:8080"), 0))).isEqualTo(200);
        for (List<String> origins : List.of(List.of("http://evil.example"), List.of("null"), List.of(""),
                List.of("http://localhost:8080", "http://localhost:8080"), List.of("http://localhost:3000"))) {
            assertThat(status(with(good, List.of(OWN), origins, 0))).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    void changesNeedTheMark(ApiCall call) {
        for (List<String> marks : List.of(List.<String>of(), List.of(""), List.of("0"), List.of("1", "1"))) {
            assertThat(status(request("POST", call.path(), marks, shown, LOOPBACK))).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @MethodSource("reading")
    void readingNeedsNoMark(ApiCall call) {
        assertThat(status(request(call.method(), call.path(), List.of(), List.of(), LOOPBACK))).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void onlyRowsForPredictionsAreABody(ApiCall call) {
        ApiRequest good = good(call, LOOPBACK);
        assertThat(status(with(good, List.of(OWN), List.of(), 1))).isEqualTo(call == ApiCall.PREDICT ? 200 : 413);
        assertThat(status(with(good, List.of(OWN), List.of(), call.bodyBytesMax()))).isEqualTo(200);
        assertThat(status(with(good, List.of(OWN), List.of(), call.bodyBytesMax() + 1))).isEqualTo(413);
        assertThat(status(with(good, List.of(OWN), List.of(), ApiRequest.UNKNOWN))).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get",
            "BREW"})
    void everyPathHasOneMethod(String method) {
        for (ApiCall call : ApiCall.values()) {
            Optional<Refusal> refusal = gate.refusal(request(method, call.path(), MARK, shown, LOOPBACK));
            if (method.equals(call.method())) {
                assertThat(refusal).isEmpty();
            } else {
                assertThat(refusal.orElseThrow().status()).isEqualTo(405);
                assertThat(refusal.get().headers()).containsOnlyKeys("Allow").containsEntry("Allow", call.method());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/status/", "//status", "/STATUS", "/%73tatus", "/status/../pause", "/;",
            "/status#"})
    void otherPathsAreNotThere(String path) {
        assertThat(status(request("GET", path, MARK, shown, LOOPBACK))).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "status", "*", "http://localhost:8080/status", "?status"})
    void targetIsAPath(String target) {
        assertThat(status(request("GET", target, MARK, shown, LOOPBACK))).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource
    void tokenIsNeededFromOtherMachines(ApiCall call) {
        int without = status(request(call.method(), call.path(), MARK, List.of(), HOME));
        assertThat(without).isEqualTo(call == ApiCall.HEALTH || call == ApiCall.DASHBOARD ? 200 : 401);
    }

    @ParameterizedTest
    @EnumSource(names = {"INVITE", "REVOKE", "GRANT", "FOUND"})
    void tokenIsAlwaysNeededForPower(ApiCall call) {
        for (List<String> authorizations : List.of(List.<String>of(), List.of(""), List.of("Bearer"),
                List.of("Basic eDp5"), List.of(shown.getFirst(), shown.getFirst()),
                List.of(shown.getFirst().substring(7)), List.of(shown.getFirst() + "0"),
                List.of(shown.getFirst().substring(0, shown.getFirst().length() - 1)))) {
            assertThat(status(request("POST", call.path(), MARK, authorizations, LOOPBACK))).as("" + authorizations)
                    .isEqualTo(401);
        }
    }

    @Test
    void onLoopbackNothingElseNeedsTheToken() {
        assertThat(Stream.of(ApiCall.values()).filter(call -> call.needsToken(false)))
                .containsExactly(ApiCall.INVITE, ApiCall.REVOKE, ApiCall.GRANT, ApiCall.FOUND);
        assertThat(status(request("POST", "/pause", MARK, List.of("Bearer wrong"), LOOPBACK))).isEqualTo(200);
    }

    @Test
    void manyWrongTokensAreNotWorthAnAnswer_andLockNobodyOut() {
        ApiRequest wrong = request("POST", "/invite", MARK, List.of("Bearer wrong"), LOOPBACK);
        for (int i = 0; i < WrongTokens.MAX_A_MINUTE; i++) {
            assertThat(status(wrong)).isEqualTo(401);
        }
        assertThat(status(wrong)).isEqualTo(429);
        assertThat(status(request("POST", "/invite", MARK, shown, LOOPBACK))).isEqualTo(200);
        assertThat(status(wrong)).isEqualTo(429);
        now = now.plus(WrongTokens.MINUTE);
        assertThat(status(wrong)).isEqualTo(401);
    }

    @Test
    void missingTokenIsNoWrongOne() {
        ApiRequest without = request("POST", "/invite", MARK, List.of(), LOOPBACK);
        for (int i = 0; i < 3 * WrongTokens.MAX_A_MINUTE; i++) {
            assertThat(status(without)).isEqualTo(401);
        }
    }
}
