package dev.grapevine.node.run;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.gossip.charter.Charter.Term;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.words.UserMistakeException;

/** From options to a charter and back to options. */
class RunSetupTest {

    private static final Schema CLASSES = classes(4, "a", "b", "c");
    private static final Schema NUMBER = new Schema(Task.REGRESS, new RowEncoding.Plain(4), List.of(), Scaling.NONE);

    private static Schema classes(int width, String... names) {
        return new Schema(Task.CLASSIFY, new RowEncoding.Plain(width), List.of(names), Scaling.NONE);
    }

    private static RunOptions options(String... pairs) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], pairs[i + 1]);
        }
        return RunOptions.of(given);
    }

    private static Charter charter(String... pairs) {
        return RunSetup.found(options(pairs), CLASSES).charter();
    }

    private static Charter replaced(Charter charter, String name, String value) {
        List<Term> terms = new ArrayList<>();
        charter.terms().forEach(term -> terms.add(
                term.name().equals(name) ? new Term(name, value, term.binding()) : term));
        return new Charter(terms);
    }

    private static Charter without(Charter charter, String name) {
        return new Charter(charter.terms().stream().filter(term -> !term.name().equals(name)).toList());
    }

    @Test
    void equalOptionsGiveEqualCharters() {
        assertThat(charter()).isEqualTo(charter());
        assertThat(charter("model", "mlp:128", "learningRate", "0.02")).as("defaults given explicitly")
                .isEqualTo(charter());
        assertThat(charter("model", " mlp: 128")).as("another spelling").isEqualTo(charter());
        assertThat(charter("seed", "+1").fingerprint()).isEqualTo(charter().fingerprint());
    }

    @ParameterizedTest
    @CsvSource({"model,mlp:64", "gossip.compression,bf16", "gossip.block,512", "seed,2"})
    void bindingOptionsChangeFingerprint(String name, String value) {
        assertThat(charter(name, value).fingerprint()).isNotEqualTo(charter().fingerprint());
    }

    @ParameterizedTest
    @CsvSource({"learningRate,0.1", "momentum,0", "weightDecay,0.1", "batch,8", "localSteps,4", "serve,0",
            "gossip.fanout,2", "gossip.interval,1s", "optimizer,adamw", "beta2,0.9", "schedule,cosine:9", "clip,1"})
    void advisedOptionsKeepFingerprint(String name, String value) {
        Charter other = charter(name, value);
        assertThat(other).isNotEqualTo(charter());
        assertThat(other.value(name)).contains(value);
        assertThat(other.fingerprint()).isEqualTo(charter().fingerprint());
        assertThat(other.firstDifference(charter())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"data,digits", "split,stratified", "part,2/3", "stop,after=5s", "evaluate,on=holdout"})
    void localOptionsAreNotInCharter(String name, String value) {
        assertThat(charter(name, value)).isEqualTo(charter());
    }

    @Test
    void otherSchemaIsOtherRun() {
        assertThat(RunSetup.found(options(), classes(5, "a", "b", "c")).charter().fingerprint())
                .isNotEqualTo(charter().fingerprint());
    }

    @Test
    void adoptedOptionsAreCharterAndOwnOverrides() {
        Charter charter = charter("model", "mlp:64,32", "seed", "9", "batch", "8", "learningRate", "0.2", "serve",
                "0.5");
        RunSetup adopted = RunSetup.adopt(charter, options("batch", "16", "seed", "3", "data", "csv:mine.csv"));
        assertThat(adopted.charter()).isEqualTo(charter);
        assertThat(adopted.schema()).isEqualTo(CLASSES);
        assertThat(adopted.options().get(TaskOptions.MODEL)).hasToString("mlp:64,32");
        assertThat(adopted.options().get(ControlOptions.SEED)).as("binding terms come from the run").isEqualTo(9);
        assertThat(adopted.options().get(TrainingOptions.BATCH)).as("the user's own value").isEqualTo(16);
        assertThat(adopted.options().get(TrainingOptions.LEARNING_RATE)).as("advice").isEqualTo(0.2);
        assertThat(adopted.options().get(TrainingOptions.SERVE)).as("advice").isEqualTo(0.5f);
        assertThat(adopted.options().text(TaskOptions.DATA)).isEqualTo("csv:mine.csv");
        RunSetup again = RunSetup.found(adopted.options().with(TrainingOptions.BATCH, "8"), adopted.schema());
        assertThat(again.charter()).isEqualTo(charter);
    }

    /** Each value would keep a node from training, from exchanging, or from starting at all. */
    @ParameterizedTest
    @CsvSource({"batch,0", "batch,65536", "learningRate,NaN", "learningRate,100", "learningRate,1e-12",
            "gossip.interval,never", "gossip.interval,300d", "localSteps,-1", "localSteps,1000000", "optimizer,''",
            "schedule,never", "'schedule','step:1,0.000001'", "'schedule','step:1000,0.000001'", "schedule,cosine:5",
            "'schedule','cosine:1000000,warmup=999999'", "clip,-1", "clip,1e-9", "momentum,0.9999", "weightDecay,1",
            "gossip.fanout,0", "gossip.fanout,64", "gossip.bandwidthLimit,1B/s", "gossip.flow,tokens:9",
            "gossip.staleness,0", "beta2,1", "serve,x"})
    void extremeAdviceIsIgnoredWithNotice(String name, String value) {
        Charter charter = replaced(charter(), name, value);
        RunSetup adopted = RunSetup.adopt(charter, options());
        assertThat(adopted.options().text(Advice.OPTIONS.stream().filter(option -> option.name().equals(name))
                .findFirst().orElseThrow())).isEqualTo(charter().value(name).orElseThrow());
        assertThat(adopted.ignoredAdvice()).singleElement().asString()
                .startsWith(
                        "The run advises " + name + "=" + value + ", which is ignored: allowed from other nodes are ");
        assertThat(adopted.charter()).as("the charter stays the founder's").isEqualTo(charter);
    }

    @Test
    void userMaySetAnyAllowedValue() {
        Charter charter = charter("learningRate", "50");
        RunSetup adopted = RunSetup.adopt(charter, options("learningRate", "100"));
        assertThat(adopted.options().get(TrainingOptions.LEARNING_RATE)).isEqualTo(100);
        assertThat(adopted.ignoredAdvice()).isEmpty();
        assertThat(adopted.charter()).isEqualTo(charter);
    }

    @Test
    void adviceOfTooLargeBatchIsIgnored() {
        Charter charter = replaced(charter("model", "mlp:65536"), "batch", "4096");
        RunSetup adopted = RunSetup.adopt(charter, options());
        assertThat(adopted.options().get(TrainingOptions.BATCH)).isEqualTo(32);
        assertThat(adopted.ignoredAdvice()).singleElement().asString()
                .startsWith("The run's advice is ignored: batch");
    }

    @Test
    void adviceMayBeMissing() {
        RunSetup adopted = RunSetup.adopt(without(charter("batch", "8"), "batch"), options());
        assertThat(adopted.options().get(TrainingOptions.BATCH)).isEqualTo(32);
    }

    @Test
    void givenBindingTermsArePinned() {
        assertThat(RunTerms.pinned(options())).isEmpty();
        Map<String, String> pinned = RunTerms.pinned(options("model", "mlp: 8", "batch", "4", "seed", "+5"));
        assertThat(pinned).containsExactly(Map.entry("model", "mlp:8"), Map.entry("seed", "5"));
        assertThat(charter("model", "mlp:8", "seed", "5").firstRefusal(pinned)).isEmpty();
        assertThat(charter("seed", "5").firstRefusal(pinned)).contains("model is mlp:8 here and mlp:128 there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "model", "gossip.compression", "gossip.block", "merge.rule", "seed"})
    void charterWithoutBindingTermIsInvalid(String name) {
        assertThatThrownBy(() -> RunSetup.adopt(without(charter(), name), options()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({"schema,{}", "schema,nonsense", "model,tree", "model,mlp:0", "gossip.compression,zip",
            "gossip.block,0", "merge.rule,sum", "seed,x"})
    void invalidCharterIsNotUserMistake(String name, String value) {
        assertThatThrownBy(() -> RunSetup.adopt(replaced(charter(), name, value), options()))
                .isInstanceOf(IllegalArgumentException.class);
        if (!name.equals("schema")) {
            assertThatThrownBy(() -> RunSetup.adopt(replaced(charter(), name, value), options()))
                    .hasMessageStartingWith("The charter is invalid: ");
        }
    }

    @Test
    void modelForOtherTaskIsMistake() {
        String linear = "model is linear, but the data has classes: allowed are softmax and mlp:WIDTH[,WIDTH…]";
        String softmax = "model is softmax, but the data has a number to predict: allowed are linear and "
                + "mlp:WIDTH[,WIDTH…]";
        assertMistake(() -> RunSetup.found(options("model", "linear"), CLASSES), linear);
        assertMistake(() -> RunSetup.found(options("model", "softmax"), NUMBER), softmax);
        assertMistake(() -> RunSetup.adopt(replaced(charter(), "model", "linear"), options()), linear);
        Charter ofANumber = replaced(charter("model", "softmax"), "schema", NUMBER.toJson());
        assertMistake(() -> RunSetup.adopt(ofANumber, options()), softmax);
        for (String model : List.of("linear", "mlp:8")) {
            assertThat(RunSetup.found(options("model", model), NUMBER).network().outputs()).isEqualTo(1);
        }
        for (String model : List.of("softmax", "mlp:8")) {
            assertThat(RunSetup.found(options("model", model), CLASSES).network().outputs()).isEqualTo(3);
        }
    }

    @Test
    void modelBeyondMemoryLimitsIsMistake() {
        assertMistake(() -> RunSetup.found(options("model", "mlp:65536,65536"), CLASSES),
                "model is mlp:65536,65536, which has 4295557123 parameters with this data: allowed are up to 134217728");
        assertMistake(() -> RunSetup.found(options("model", "mlp:65536", "batch", "2049"), CLASSES),
                "batch is 2049, but with this model and data one row has up to 65536 values: allowed are up to 2048 rows");
        assertThatCode(() -> RunSetup.found(options("model", "mlp:65536", "batch", "2048"), CLASSES))
                .doesNotThrowAnyException();
    }

    @Test
    void modelBeyondHeapIsMistake() {
        ModelSpec model = ModelSpec.parse("mlp:8");
        assertThatCode(() -> ModelLimits.checkMemory(model, 1 << 20, 32 << 20)).doesNotThrowAnyException();
        assertMistake(() -> ModelLimits.checkMemory(model, 1 << 20, (32 << 20) - 1),
                "model is mlp:8, whose 1048576 parameters with this data take 32 MiB for 8 copies, with a heap "
                        + "of 31 MiB: allowed are smaller models, or a larger heap, such as "
                        + "GRAPEVINE_JAVA_OPTIONS=-Xmx8g");
    }

    @Test
    void attentionBeyondMemoryLimitsIsMistake() {
        Schema text = new Schema(Task.CLASSIFY, new RowEncoding.Characters(4096), List.of("a", "b"), Scaling.NONE);
        assertRefused(() -> RunSetup.found(options("model", "gpt:1,64,64"), text),
                "model is gpt:1,64,64, which keeps ", " values for one row of this data: allowed are up to 134217728");
        assertRefused(() -> RunSetup.found(options("model", "gpt:256,1,8"), text),
                "model is gpt:256,1,8, which keeps ", " values for one row of this data: allowed are up to 1073741824");
        assertRefused(() -> RunSetup.found(options("model", "gpt:4,1,8", "batch", "8"), text),
                "batch is 8, but with this model and data one row has up to ", ": allowed are up to 7 rows");
        assertRefused(() -> RunSetup.found(options("model", "gpt:16,1,8", "batch", "7"), text),
                "batch is 7, but with this model and data one row has ",
                " values in all layers: allowed are up to 3 rows");
        assertThat(RunSetup.found(options("model", "gru:8", "batch", "4"), text).network().positions())
                .isEqualTo(4096);
    }

    private static void assertRefused(ThrowingCallable call, String start, String end) {
        assertThatThrownBy(call).isInstanceOf(UserMistakeException.class).hasMessageStartingWith(start)
                .hasMessageEndingWith(end);
    }

    @Test
    void wideRowsAreEvaluatedInSmallBatches() {
        assertThat(RunSetup.found(options("model", "softmax", "batch", "8"), CLASSES).network().batchMax())
                .isEqualTo(256);
        assertThat(RunSetup.found(options("model", "softmax", "batch", "300"), CLASSES).network().batchMax())
                .isEqualTo(300);
        assertThat(RunSetup.found(options("model", "softmax", "batch", "8"), classes(1 << 20, "a", "b")).network()
                .batchMax()).isEqualTo(15);
    }

    @Test
    void schemaTooLongForFrameIsMistake() {
        // A schema of the maximum length, which leaves no room in the frame for the other terms.
        String name = "x".repeat(1000);
        int shorter = Schema.MAX_JSON_BYTES - classes(1, names(name, 1000)).toJson().length();
        assertThat(shorter).isPositive();
        String[] names = names(name, 1000);
        names[0] += "x".repeat(shorter);
        Schema longest = classes(1, names);
        assertThat(longest.toJson()).hasSize(Schema.MAX_JSON_BYTES);
        assertMistakeAbout(() -> RunSetup.found(options(), longest),
                "data has so many columns and categories that it takes ", " bytes to describe them to peers",
                "allowed are up to 1048576");
        names[0] = "x".repeat(shorter);
        Charter charter = RunSetup.found(options(), classes(1, names)).charter();
        FrameCodec frames = Rooms.ALL.frames(ProtocolParameters.DEFAULT.frameBytesMax());
        byte[] frame = frames.encode(new Envelope(Long.MAX_VALUE, Long.MAX_VALUE,
                new JoiningMessage.CharterReply(Optional.of(charter), Long.MAX_VALUE)));
        assertThat(frame.length).isLessThanOrEqualTo(ProtocolParameters.DEFAULT.frameBytesMax());
    }

    private static String[] names(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toArray(String[]::new);
    }

    @Test
    void assumedOverheadIsSufficient() {
        FrameCodec frames = Rooms.ALL.frames(ProtocolParameters.DEFAULT.frameBytesMax());
        Charter charter = charter();
        int texts = charter.terms().stream().mapToInt(term -> term.name().length() + term.value().length()).sum();
        byte[] frame = frames.encode(new Envelope(Long.MAX_VALUE, Long.MAX_VALUE,
                new JoiningMessage.CharterReply(Optional.of(charter), Long.MAX_VALUE)));
        assertThat(frame.length).isLessThanOrEqualTo(64 + texts + 16 * charter.terms().size());
    }

    @Test
    void planHasOptionsOfRun() {
        RunSetup setup = RunSetup.found(options("gossip.block", "77", "localSteps", "5", "gossip.fanout", "3",
                "gossip.interval", "2s", "serve", "0.25", "gossip.compression", "modular:8", "gossip.overlay", "base:2",
                "gossip.bandwidthLimit", "12.5KB/s", "gossip.flow", "tokens:3,7", "gossip.staleness", "40"), CLASSES);
        RunPlan plan = setup.plan(new float[]{1}, Duration.ofSeconds(42));
        assertThat(plan.charter()).isEqualTo(setup.charter());
        assertThat(plan.strategy().compression()).isEqualTo("modular:8");
        assertThat(plan.mergeRule().name()).isEqualTo("average");
        assertThat(plan.initialParameters()).containsExactly(1);
        ProtocolParameters parameters = plan.parameters();
        assertThat(parameters.blockSize()).isEqualTo(77);
        assertThat(parameters.localSteps()).isEqualTo(5);
        assertThat(parameters.fanout()).isEqualTo(3);
        assertThat(parameters.interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(parameters.serveDecay()).isEqualTo(0.25f);
        assertThat(parameters.flow()).isEqualTo(FlowParameters.DEFAULT.withOverlay(Overlays.byName("base:2"))
                .withBytesPerSecondMax(12_500).withTokens(Optional.of(new TokenAccount.Strategy(3, 7)))
                .withStaleness(new Staleness(40)));
        assertThat(options("gossip.flow", "tokens").get(GossipOptions.FLOW))
                .contains(new TokenAccount.Strategy(10, 20));
        assertThat(parameters.checkpointInterval()).isEqualTo(Duration.ofSeconds(42));
        assertThat(RunSetup.found(options(), CLASSES).plan(new float[1], Duration.ofSeconds(10)).parameters())
                .as("the defaults of the options are those of the protocol").isEqualTo(ProtocolParameters.DEFAULT);
    }

    @Test
    void classSharesAreSharedOnlyForComplementaryOverlay() {
        Dataset rows = rowsOf(2, 0, 2, 2);
        assertThat(told(rows, CLASSES, "complementary"))
                .contains(ClassShares.ofRows(new long[]{1, 0, 3}).orElseThrow());
        assertThat(told(rows, CLASSES, "random")).isEmpty();
        assertThat(told(rows, NUMBER, "complementary")).isEmpty();
        String[] many = IntStream.range(0, 65).mapToObj(String::valueOf).toArray(String[]::new);
        assertThat(told(rows, classes(4, many), "complementary")).isEmpty();
    }

    private static Dataset rowsOf(float... targets) {
        return new Dataset() {
            @Override
            public int rows() {
                return targets.length;
            }

            @Override
            public int width() {
                return 4;
            }

            @Override
            public void features(int[] rows, int from, int count, float[] out) {
                throw new UnsupportedOperationException("nobody needs features to count labels");
            }

            @Override
            public float target(int row) {
                return targets[row];
            }
        };
    }

    private static Optional<ClassShares> told(Dataset rows, Schema schema, String overlay) {
        RunSetup setup = RunSetup.found(options("gossip.overlay", overlay), schema);
        return setup.plan(setup.plan(new float[1], Duration.ofSeconds(10)), rows).classShares();
    }

    @Test
    void replicasStartEqualAndNodesDrawIndependently() {
        RunSetup setup = RunSetup.found(options("seed", "5"), CLASSES);
        RunSetup joined = RunSetup.adopt(setup.charter(), options());
        Network network = setup.network();
        assertThat(joined.initialParameters(joined.network())).isEqualTo(setup.initialParameters(network));
        assertThat(RunSetup.found(options("seed", "6"), CLASSES).initialParameters(network))
                .isNotEqualTo(setup.initialParameters(network));
        assertThat(setup.randomness("a").seed()).isEqualTo(joined.randomness("a").seed())
                .isNotEqualTo(setup.randomness("b").seed());
    }

    @Test
    void modelHasMetadata() {
        Map<String, String> metadata = RunSetup.found(options("model", "mlp:8"), CLASSES).metadata();
        assertThat(metadata).containsOnlyKeys("grapevine", "model", "schema").containsEntry("model", "mlp:8");
        assertThat(Schema.fromJson(metadata.get("schema"))).isEqualTo(CLASSES);
        assertThat(metadata.get("grapevine")).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    }
}
