package dev.grapevine.node.run;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.words.UserMistakeException;

/** Options that users may set, and messages about invalid ones. */
class RunOptionsTest {

    private static final RunOptions DEFAULTS = RunOptions.of(Map.of());

    private static Object value(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void listHasEveryDeclaredOptionInOrder() {
        List<Object> declared = Stream
                .of(TaskOptions.class, TrainingOptions.class, GossipOptions.class, ControlOptions.class)
                .flatMap(theme -> Arrays.stream(theme.getFields())).map(RunOptionsTest::value)
                .filter(Option.class::isInstance).toList();
        assertThat(RunOptions.all()).hasSizeGreaterThan(20).isEqualTo(declared);
    }

    @Test
    void optionsHaveValidDefaultsAndHelp() {
        for (Option<?> option : RunOptions.all()) {
            assertThat(DEFAULTS.get(option)).as(option.name()).isNotNull();
            assertThat(DEFAULTS.text(option)).isEqualTo(option.defaultText());
            assertThat(DEFAULTS.isGiven(option)).isFalse();
            assertThat(option.help()).isNotBlank();
            assertThat(option.allowed()).isNotBlank();
            assertThat(RunOptions.byName(option.name())).contains(option);
        }
        assertThat(RunOptions.names()).doesNotHaveDuplicates().contains("data", "gossip.compression", "seed");
        assertThat(DEFAULTS.given()).isEmpty();
        assertThat(DEFAULTS.asArguments()).isEmpty();
    }

    @Test
    void valuesAreParsed() {
        RunOptions options = RunOptions
                .of(Map.of("localSteps", " 8 ", "gossip.interval", "1.5s", "part", "2/ 5", "seed",
                        "-7", "model", "mlp:4"));
        assertThat(options.get(TrainingOptions.LOCAL_STEPS)).isEqualTo(8);
        assertThat(options.get(GossipOptions.INTERVAL)).isEqualTo(Duration.ofMillis(1500));
        assertThat(options.get(TaskOptions.PART)).isEqualTo(new TaskOptions.Part(1, 5));
        assertThat(options.get(ControlOptions.SEED)).isEqualTo(-7);
        assertThat(options.get(TaskOptions.MODEL)).hasToString("mlp:4");
        assertThat(DEFAULTS.get(TrainingOptions.LOCAL_STEPS)).isEqualTo(ProtocolParameters.AUTO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "part; 0/3; part is '0/3': allowed are I/N with I from 1 to N",
            "part; 4/3; part is '4/3': allowed are I/N with I from 1 to N",
            "part; 1; part is '1': allowed are I/N with I from 1 to N",
            "optimizer; adam; optimizer is 'adam': allowed are sgd, nesterov, adamw, qgm",
            "beta2; 1; beta2 is '1': allowed are 0 to 0.9999",
            "schedule; linear; schedule is 'linear': allowed are constant, step:EVERY,FACTOR, cosine:STEPS[,warmup=N][,final=FRACTION]",
            "clip; -1; clip is '-1': allowed are 0 to 1000000",
            "learningRate; 0; learningRate is '0': allowed are more than 0 up to 100",
            "learningRate; fast; learningRate is 'fast': allowed are more than 0 up to 100",
            "momentum; 1; momentum is '1': allowed are 0 to 0.9999",
            "weightDecay; -1; weightDecay is '-1': allowed are 0 to 1",
            "batch; 0; batch is '0': allowed are 1 to 65536",
            "batch; 1e3; batch is '1e3': allowed are 1 to 65536",
            "localSteps; 0; localSteps is '0': allowed are auto or 1 to 1000000",
            "serve; 1; serve is '1': allowed are 0 to 0.9999",
            "gossip.fanout; 65; gossip.fanout is '65': allowed are 0 to 64",
            "gossip.interval; 5; gossip.interval is '5': allowed are a duration such as 500ms",
            "gossip.block; 131073; gossip.block is '131073': allowed are 16 to 131072",
            "gossip.overlay; star; gossip.overlay is 'star': allowed are random, complementary, ring, regular:K with K from 2 to 64, exponential, base:K with K from 1 to 64, edges:I-J,I-J,… with numbers of nodes from 0",
            "gossip.bandwidthLimit; 0.5B/s; gossip.bandwidthLimit is '0.5B/s': allowed are none or 1B/s to 10GB/s, such as 100KB/s",
            "gossip.bandwidthLimit; 11GB/s; gossip.bandwidthLimit is '11GB/s': allowed are none or 1B/s to 10GB/s, such as 100KB/s",
            "gossip.bandwidthLimit; 100; gossip.bandwidthLimit is '100': allowed are none or 1B/s to 10GB/s, such as 100KB/s",
            "gossip.flow; token; gossip.flow is 'token': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.flow; tokens:; gossip.flow is 'tokens:': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.flow; tokens:3; gossip.flow is 'tokens:3': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.flow; tokens:7,3; gossip.flow is 'tokens:7,3': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.flow; tokens:0,3; gossip.flow is 'tokens:0,3': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.flow; tokens:1,2,3; gossip.flow is 'tokens:1,2,3': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.flow; tokens:a,b; gossip.flow is 'tokens:a,b': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.flow; tokens:1,10001; gossip.flow is 'tokens:1,10001': allowed are rounds, tokens or tokens:A,C with 1 <= A <= C <= 10000",
            "gossip.staleness; 0; gossip.staleness is '0': allowed are any or 1 to 1000000 rounds",
            "merge.rule; sum; merge.rule is 'sum': allowed are average",
            "stop; 10m; stop is '10m': allowed are after=DURATION, rounds=N, accuracy=X, joined with commas, and then=serve|exit",
            "evaluate; 5s; evaluate is '5s': allowed are every=DURATION, on=test|holdout and nodes=N, joined with commas",
            "seed; 1.5; seed is '1.5': allowed are a whole number",
            "model; tree; model is tree: allowed are " + ModelSpec.ALLOWED})
    void mistakesAreOneSentence(String name, String value, String sentence) {
        assertMistake(() -> RunOptions.of(Map.of(name, value)), sentence);
    }

    @ParameterizedTest
    @CsvSource({"data,oracle", "split,halves"})
    void mistakesInDataAndSplitAreOneSentence(String name, String value) {
        assertMistakeAbout(() -> RunOptions.of(Map.of(name, value)), "'" + value + "'", "allowed");
    }

    @Test
    void unknownOptionSuggestsNearest() {
        assertMistakeAbout(() -> RunOptions.of(Map.of("learninRate", "1")),
                "There is no option 'learninRate', did you mean 'learningRate'? Allowed are data, split, part, ");
        assertMistakeAbout(() -> RunOptions.of(Map.of("quux", "1")), "There is no option 'quux'. Allowed are data, ");
    }

    @Test
    void changesOverrideGivenOptions() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("seed", "5");
        given.put("batch", "8");
        RunOptions options = RunOptions.of(given);
        given.clear();
        RunOptions changed = options.with(Map.of("batch", "9")).with(TaskOptions.MODEL, "softmax");
        assertThat(changed.given()).containsExactly(Map.entry("seed", "5"), Map.entry("batch", "9"),
                Map.entry("model", "softmax"));
        assertThat(changed.get(TrainingOptions.BATCH)).isEqualTo(9);
        assertThat(changed.isGiven(TaskOptions.MODEL)).isTrue();
        assertThat(changed.text(TaskOptions.MODEL)).isEqualTo("softmax");
        assertThat(changed.asArguments()).isEqualTo(List.of("--seed", "5", "--batch", "9", "--model", "softmax"));
        assertThat(options.given()).as("the original is unchanged").containsExactly(Map.entry("seed", "5"),
                Map.entry("batch", "8"));
        options.given().clear();
        assertThat(options.given()).hasSize(2);
        assertMistakeAbout(() -> options.with(Map.of("batch", "x")), "batch is 'x'");
    }

    @Test
    void compressionMustSuitStrategy() {
        assertThatThrownBy(() -> RunOptions.of(Map.of("gossip.compression", "zip"))).isInstanceOf(
                UserMistakeException.class)
                .hasMessageStartingWith("gossip.compression is 'zip': allowed are float32, bf16, modular:8, ")
                .hasMessageContaining("; with choco float32, bf16, ");
        assertThatThrownBy(() -> RunOptions.of(Map.of("gossip.compression", "sign"))).isInstanceOf(
                UserMistakeException.class).hasMessageStartingWith(
                        "gossip.compression is 'sign', which gossip.strategy 'pairwise' cannot use: allowed are float32");
        assertThatThrownBy(() -> RunOptions.of(Map.of("gossip.strategy", "choco", "gossip.overlay", "ring")))
                .isInstanceOf(UserMistakeException.class).hasMessageStartingWith(
                        "gossip.compression is 'modular:3', which gossip.strategy 'choco' cannot use");
        assertThatThrownBy(() -> RunOptions.of(Map.of("gossip.strategy", "choco", "gossip.compression", "sign")))
                .isInstanceOf(UserMistakeException.class).hasMessage(
                        "gossip.overlay is 'random', but gossip.strategy 'choco' needs fixed neighbours: "
                                + "allowed are ring, regular:K and edges:A-B,…");
        assertThat(RunOptions
                .of(Map.of("gossip.strategy", "choco", "gossip.compression", "topk:0.01", "gossip.overlay", "ring"))
                .strategy().name()).isEqualTo("choco");
    }
}
