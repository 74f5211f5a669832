package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;

import dev.grapevine.node.history.HistoryJson;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.security.ApiToken;

/** The description of the API says what the server does. */
class ApiDescriptionTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DESCRIPTION = read(ApiDescription.json());
    private static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.7");
    private static final String OWN = "192.0.2.7:8080";

    /** A node that has just started: it has nothing yet. */
    private record Idle(SampleView of) implements NodeHttp.View {

        @Override
        public NodeStatus status() {
            return of.status();
        }

        @Override
        public List<NodePeer> peers() {
            return of.peers();
        }

        @Override
        public HistoryJson history() {
            return of.history();
        }

        @Override
        public Optional<RunInfo> run() {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> model(NodeHttp.Which which) {
            return Optional.empty();
        }

        @Override
        public Future<Optional<String>> predict(byte[] rows) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public boolean isHealthy() {
            return false;
        }

        @Override
        public void request(NodeHttp.Command command) {
            of.request(command);
        }
    }

    /** Does what it is asked for. */
    private static final class Obliging extends NodeHttpTest.SampleAdmin {

        @Override
        public String revoke(String peer) {
            return "Revoked " + peer;
        }
    }

    private final SampleView view = new SampleView(
            List.of(new NodePeer("a38vesf4bcdefghjkmnpqrstvw", "bob", "live", 3, 1, 0.5)),
            new byte[10]);

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode operation(ApiCall call) {
        return DESCRIPTION.path("paths").path(call.path()).path(call.method().toLowerCase(Locale.ROOT));
    }

    private static void assertConforms(String schema, JsonNode value) {
        assertThat(SchemaChecker.differences(DESCRIPTION, DESCRIPTION.at("/components/schemas/" + schema), value))
                .isEmpty();
    }

    @Test
    void describesTheCallsOfTheServerAndNoOthers() {
        List<String> described = new ArrayList<>();
        DESCRIPTION.get("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(operation -> described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()
                        + " " + operation.getValue().path("operationId").asText() + ": "
                        + operation.getValue().path("summary").asText())));
        assertThat(described).containsExactlyInAnyOrderElementsOf(Stream.of(ApiCall.values())
                .map(call -> call.method() + " " + call.path() + " " + call.name().toLowerCase(Locale.ROOT) + ": "
                        + call.purpose())
                .toList());
    }

    @Test
    void isOfThisVersion() {
        assertThat(DESCRIPTION.path("openapi").asText()).startsWith("3.1.");
        assertThat(DESCRIPTION.at("/info/version").asText()).isEqualTo(GrapevineVersion.text());
    }

    @ParameterizedTest
    @EnumSource
    void tokenMarkAndBodyAreThoseOfTheGate(ApiCall call) {
        JsonNode operation = operation(call);
        String without = call.needsToken(true) ? "{}" : "";
        assertThat(operation.get("security")).hasToString(call.needsToken(false)
                ? "[{\"token\":[]}]"
                : "[" + without + (call.needsToken(true) ? ",{\"token\":[]}" : "") + "]");
        assertThat(operation.path("parameters").valueStream()
                .anyMatch(parameter -> parameter.path("$ref").asText().endsWith("/Mark"))).isEqualTo(call.changes());
        assertThat(operation.has("requestBody")).isEqualTo(call.bodyBytesMax() > 0);
    }

    @Test
    void markIsTheHeaderThatTheGateWants() {
        JsonNode mark = DESCRIPTION.at("/components/parameters/Mark");
        assertThat(mark.get("name").asText()).isEqualTo(Gate.MARK);
        assertThat(mark.at("/schema/const").asText()).isEqualTo(Gate.MARK_VALUE);
    }

    /** All that the gate refuses a call for, of those who may do all but one thing right. */
    private static List<Answer> refusals(ApiCall call) {
        ApiToken token = ApiToken.create(new SecureRandom());
        Gate gate = new Gate(new HostRule(true, "192.0.2.7"), token, () -> Duration.ZERO);
        List<String> shown = List.of(token.authorization());
        List<String> mark = List.of(Gate.MARK_VALUE);
        List<ApiRequest> requests = new ArrayList<>();
        requests.add(request(call, "none", OWN, mark, shown, 0));
        requests.add(request(call, call.path(), "evil.example", mark, shown, 0));
        requests.add(request(call, call.path(), OWN, List.of(), shown, 0));
        requests.add(request(call, call.path(), OWN, mark, shown, ApiRequest.UNKNOWN));
        for (int i = 0; i <= WrongTokens.MAX_A_MINUTE; i++) {
            requests.add(request(call, call.path(), OWN, mark, List.of("Bearer wrong"), 0));
        }
        return requests.stream().flatMap(request -> gate.refusal(request).stream()).map(Answer::of).toList();
    }

    private static ApiRequest request(ApiCall call, String target, String host, List<String> marks,
            List<String> tokens, long bodyBytes) {
        return new ApiRequest(call.method(), target, List.of(host), List.of(), marks, tokens, bodyBytes, "client",
                HOME, 8080);
    }

    /** What nodes with and without a model and a run answer to the call. */
    private List<Answer> answers(ApiCall call) {
        ApiAnswers running = new ApiAnswers(view, Optional.of(new Obliging()), () -> Duration.ZERO);
        ApiAnswers idle = new ApiAnswers(new Idle(view), Optional.empty(), () -> Duration.ZERO);
        List<Answer> answers = new ArrayList<>();
        for (ApiAnswers node : List.of(running, idle)) {
            for (String target : List.of(call.path(), call.path() + "?of=both&peer=abc")) {
                Visits.Visit visit = new Visits.Visit();
                answers.add(call == ApiCall.PREDICT
                        ? node.predict(visit, new byte[target.length() - call.path().length()]).result()
                        : node.answer(call, Query.of(target), visit));
                visit.end();
            }
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource
    void everyAnswerIsDescribed(ApiCall call) {
        JsonNode responses = operation(call).get("responses");
        Set<String> given = new TreeSet<>();
        for (Answer answer : Stream.concat(refusals(call).stream(), answers(call).stream()).toList()) {
            String status = String.valueOf(answer.status());
            given.add(status);
            JsonNode response = SchemaChecker.resolve(DESCRIPTION, responses.path(status));
            JsonNode content = response.path("content").path(answer.type().replaceFirst(";.*", ""));
            assertThat(!content.isMissingNode() || answer.body().length == 0).as(status + " " + answer.type()).isTrue();
            if (answer.type().equals(Answer.JSON_TYPE) && content.has("schema") && call != ApiCall.PREDICT) {
                assertThat(SchemaChecker.differences(DESCRIPTION, content.get("schema"), read(answer.body())))
                        .isEmpty();
            }
            answer.headers().keySet().stream().filter(header -> answer.status() >= 400)
                    .forEach(header -> assertThat(response.path("headers").has(header)).as(header).isTrue());
        }
        Set<String> described = new TreeSet<>();
        responses.properties().forEach(response -> described.add(response.getKey()));
        given.add("default");
        assertThat(described).isEqualTo(given);
    }

    @Test
    void errorsOfAllPathsAreTold() {
        assertThat(DESCRIPTION.at("/components/responses/OtherError/description").asText())
                .contains("404: ", "405: ", "414: ", "431: ", HttpLimits.LINE_BYTES + " bytes",
                        HttpLimits.HEADER_BYTES + " bytes");
        assertThat(DESCRIPTION.at("/components/responses/OtherError/headers").has("Allow")).isTrue();
    }

    private static void assertDescribes(Class<? extends Record> type) {
        JsonNode schema = DESCRIPTION.at("/components/schemas/" + type.getSimpleName());
        List<String> fields = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
        assertThat(schema.get("properties").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(fields);
        assertThat(schema.get("required").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(fields);
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode property = schema.get("properties").get(component.getName());
            assertThat(property.toString()).as(component.getName()).contains(jsonType(component.getType()));
            if (component.getType().isPrimitive()) {
                assertThat(property.get("type").isTextual()).as(component.getName()).isTrue();
            } else if (Number.class.isAssignableFrom(component.getType())) {
                assertThat(property.get("type").toString()).as(component.getName()).contains("\"null\"");
            }
            assertThat(SchemaChecker.resolve(DESCRIPTION, property).path("description").asText())
                    .as(component.getName()).isNotBlank();
        }
    }

    private static String jsonType(Class<?> type) {
        if (type.isRecord()) {
            return "\"#/components/schemas/" + type.getSimpleName() + "\"";
        }
        return Map.<Class<?>, String>of(long.class, "\"integer\"", int.class, "\"integer\"", Long.class, "\"integer\"",
                double.class, "\"number\"", Double.class, "\"number\"", boolean.class, "\"boolean\"", String.class,
                "\"string\"", List.class, "\"array\"", Map.class, "\"object\"").get(type);
    }

    @Test
    void everyFieldOfAnAnswerIsDescribedWithItsType() {
        assertDescribes(NodeStatus.class);
        assertDescribes(NodeStatus.Device.class);
        assertDescribes(NodeStatus.Checkpoints.class);
        assertDescribes(NodeStatus.Security.class);
        assertDescribes(NodeStatus.Spare.class);
        assertDescribes(NodeStatus.Run.class);
        assertDescribes(NodeStatus.Mean.class);
        assertDescribes(NodePeer.class);
        assertDescribes(HistoryJson.class);
        assertDescribes(HistoryJson.Happened.class);
    }

    @Test
    void statusConformsWithAndWithoutWhatMayBeNull() {
        assertConforms("NodeStatus", JSON.valueToTree(SampleView.STATUS));
        assertConforms("NodeStatus", JSON.valueToTree(SampleView.FULL));
        assertThat(SchemaChecker.differences(DESCRIPTION, DESCRIPTION.at("/components/schemas/NodeStatus"),
                read("{\"version\": 5}".getBytes(StandardCharsets.UTF_8)))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[1, \"red\", null]]", "{\"rows\": [{\"age\": 5}, \"text\"]}"})
    void rowsConform(String rows) {
        assertConforms("Rows", read(rows.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"label\": \"yes\", \"probabilities\": {\"yes\": 0.75, \"no\": 0.25}}",
            "{\"value\": 2.5}"})
    void predictionsConform(String prediction) {
        assertConforms("Predictions",
                read(("{\"predictions\": [" + prediction + "], \"notes\": []}").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyComponentIsUsedAndEveryReferenceLeadsToOne() {
        Set<String> used = new TreeSet<>();
        DESCRIPTION.findValuesAsText("$ref").forEach(reference -> {
            assertThat(DESCRIPTION.at(reference.substring(1)).isObject()).as(reference).isTrue();
            used.add(reference);
        });
        Set<String> present = new TreeSet<>();
        List.of("schemas", "responses", "parameters").forEach(kind -> DESCRIPTION.at("/components/" + kind)
                .fieldNames().forEachRemaining(name -> present.add("#/components/" + kind + "/" + name)));
        assertThat(used).isEqualTo(present);
    }
}
