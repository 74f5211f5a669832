package dev.grapevine.node.replica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;
import dev.grapevine.node.replica.TextReference;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.layer.Dropout;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.optimizer.MomentumSgd;
import dev.grapevine.node.words.UserMistakeException;

/** Whole networks for text. */
class TextNetworksTest {

    private static final int POSITIONS = 5;
    private static final int SYMBOLS = 7;
    private static final int BATCH = 3;
    private static final int WIDTH = 6;
    private static final double DROPOUT = 0.3;
    private static final Schema TEXT = new Schema(Task.CLASSIFY, new RowEncoding.Characters(POSITIONS),
            List.of("\n", "a", "b", "c", "d", "e", "\uD83C\uDF47"), Scaling.NONE);
    private static final Schema ROWS = new Schema(Task.CLASSIFY, new RowEncoding.Plain(4), List.of("a", "b"),
            Scaling.NONE);

    private static Network network(String model, int positions, int batchMax) {
        return ModelSpec.parse(model).network(new ModelInput(positions, Optional.empty(), positions), SYMBOLS,
                new SoftmaxCrossEntropy(), batchMax);
    }

    /** Network with parameters far from their initial values, and a batch of random text. */
    private static final class Sample {
        final String model;
        final Network network;
        final float[] parameters;
        final float[] symbols;
        final float[] targets;
        /** Dropout factors of each place, first to last. */
        final float[][] factors;

        Sample(String model) {
            this.model = model;
            RandomStream random = new RandomStream(1);
            network = network(model, POSITIONS, BATCH + 1);
            parameters = network.initialParameters(random);
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] += (float) (0.3 * random.nextGaussian());
            }
            symbols = RandomFloats.classes(BATCH * POSITIONS, SYMBOLS, random);
            targets = RandomFloats.classes(BATCH * POSITIONS, SYMBOLS, random);
            System.arraycopy(symbols, 0, network.inputBuffer(), 0, symbols.length);
            System.arraycopy(targets, 0, network.targetBuffer(), 0, targets.length);
            factors = factors(null);
        }

        /** Outputs in a training step, or in an evaluation if {@code null}. */
        private float[][] factors(RandomStream step) {
            if (!model.startsWith("gpt")) {
                return new float[][]{factors(step, 2)};
            }
            return new float[][]{factors(step, 1), factors(step, 2, 4), factors(step, 3, 4), factors(step, 4, 4),
                    factors(step, 5, 4)};
        }

        /** Dropout factors of the layer with these numbers, outermost first; all 1 without a step. */
        private static float[] factors(RandomStream step, long... numbers) {
            float[] ones = new float[BATCH * POSITIONS * WIDTH];
            Arrays.fill(ones, 1);
            Dropout dropout = new Dropout(POSITIONS * WIDTH, DROPOUT);
            dropout.prepare(BATCH);
            if (step != null) {
                RandomStream random = step;
                for (long number : numbers) {
                    random = random.fork("layer", number);
                }
                dropout.startStep(random);
            }
            dropout.forward(new float[0], ones, ones, BATCH);
            return ones;
        }

        /** Makes the next gradient and the reference those of a training step. */
        void startStep(RandomStream random) {
            network.startStep(random);
            System.arraycopy(factors(random), 0, factors, 0, factors.length);
        }

        double loss(double[] point) {
            double[] input = Reference.toDoubles(symbols);
            double[] outputs = model.startsWith("gpt")
                    ? TextReference.transformer(point, input, SYMBOLS, POSITIONS, 2, 2, WIDTH, factors)
                    : TextReference.recurrentNetwork(point, input, SYMBOLS, POSITIONS, WIDTH, factors[0]);
            return Reference.softmaxCrossEntropy(outputs, targets, BATCH * POSITIONS, SYMBOLS);
        }

        double deviation(float[] gradient) {
            return GradientCheck.deviation(this::loss, parameters, gradient);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt:2,2,6", "gru:6"})
    void gradientMatchesLoss(String model) {
        Sample sample = new Sample(model);
        float[] gradient = RandomFloats.normal(sample.parameters.length, new RandomStream(2));
        double loss = sample.network.gradient(sample.parameters, gradient, BATCH);
        assertThat(loss).isCloseTo(sample.loss(Reference.toDoubles(sample.parameters)), Offset.offset(1e-5));
        assertThat(sample.deviation(gradient)).isLessThan(GradientCheck.TOLERANCE);
        float[] ofHalfTheBatch = gradient.clone();
        sample.network.gradient(sample.parameters, ofHalfTheBatch, BATCH - 1);
        assertThat(sample.deviation(ofHalfTheBatch)).isGreaterThan(100 * GradientCheck.TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt:2,2,6,dropout=0.3", "gru:6,dropout=0.3"})
    void gradientMatchesLossWithDropout(String model) {
        Sample sample = new Sample(model);
        sample.startStep(new RandomStream(7));
        float[] gradient = RandomFloats.normal(sample.parameters.length, new RandomStream(2));
        double loss = sample.network.gradient(sample.parameters, gradient, BATCH);
        assertThat(loss).isCloseTo(sample.loss(Reference.toDoubles(sample.parameters)), Offset.offset(1e-5));
        assertThat(sample.deviation(gradient)).isLessThan(GradientCheck.TOLERANCE);
        for (int place = 0; place < sample.factors.length; place++) {
            float[] factors = sample.factors[place];
            sample.factors[place] = sample.factors(null)[place];
            assertThat(sample.deviation(gradient)).as("nothing dropped at place %s", place)
                    .isGreaterThan(100 * GradientCheck.TOLERANCE);
            sample.factors[place] = factors;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt:2,2,6", "gru:6"})
    void seedDeterminesDropoutOfTrainingSteps(String model) {
        Sample whole = new Sample(model);
        Sample dropping = new Sample(model + ",dropout=0.3");
        assertThat(whole.network.drawsAtRandom()).isFalse();
        assertThat(dropping.network.drawsAtRandom()).isTrue();
        float[] parameters = whole.parameters;
        float[] outputs = whole.network.forward(parameters, BATCH);
        assertThat(dropping.network.forward(parameters, BATCH)).isEqualTo(outputs);
        float[] first = step(dropping, parameters, 8);
        assertThat(dropping.network.forward(parameters, BATCH)).as("an evaluation after a step").isEqualTo(outputs);
        assertThat(step(dropping, parameters, 9)).isNotEqualTo(first);
        assertThat(step(dropping, parameters, 8)).isEqualTo(first);
        assertThat(step(whole, parameters, 8)).isNotEqualTo(first);
    }

    private static float[] step(Sample sample, float[] parameters, long seed) {
        float[] gradient = new float[parameters.length];
        sample.network.startStep(new RandomStream(seed));
        sample.network.gradient(parameters, gradient, BATCH);
        return gradient;
    }

    /** Number of outputs before a position, and from it on, that change with the character there. */
    private static long[] changed(Network network, float[] parameters, float[] symbols, int position) {
        System.arraycopy(symbols, 0, network.inputBuffer(), 0, symbols.length);
        float[] before = network.forward(parameters, 1).clone();
        network.inputBuffer()[position] = (symbols[position] + 1) % SYMBOLS;
        float[] after = network.forward(parameters, 1);
        long[] changes = new long[2];
        for (int i = 0; i < symbols.length * SYMBOLS; i++) {
            changes[i / SYMBOLS < position ? 0 : 1] += before[i] == after[i] ? 0 : 1;
        }
        return changes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt:2,2,6", "gpt:1,4,32", "gru:6"})
    void laterCharactersDoNotChangeEarlierPredictions(String model) {
        int positions = 37;
        Network network = network(model, positions, 1);
        float[] parameters = RandomFloats.normal(network.layout().parameters(), new RandomStream(3));
        float[] symbols = RandomFloats.classes(positions, SYMBOLS, new RandomStream(4));
        for (int position = 0; position < positions; position++) {
            long[] changes = changed(network, parameters, symbols, position);
            assertThat(changes[0]).as("outputs before position %s", position).isZero();
            assertThat(changes[1]).as("outputs from position %s on", position).isPositive();
        }
    }

    @Test
    void lookingAheadIsDetected() {
        Network lookingAhead = ModelSpec.parse("mlp:9").network(POSITIONS, POSITIONS * SYMBOLS,
                new SoftmaxCrossEntropy(), 1);
        float[] parameters = RandomFloats.normal(lookingAhead.layout().parameters(), new RandomStream(3));
        float[] symbols = RandomFloats.classes(POSITIONS, SYMBOLS, new RandomStream(4));
        assertThat(changed(lookingAhead, parameters, symbols, POSITIONS - 1)[0]).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt:1,2,32", "gru:24"})
    void periodicTextIsLearntAlmostPerfectly(String model) {
        int positions = 16;
        int[] period = {0, 1, 2, 0, 3, 1, 4, 4, 5, 0, 6};
        Network network = network(model, positions, 11);
        for (int i = 0; i < 11 * positions; i++) {
            int place = i / positions + i % positions;
            network.inputBuffer()[i] = period[place % period.length];
            network.targetBuffer()[i] = period[(place + 1) % period.length];
        }
        float[] parameters = network.initialParameters(new RandomStream(5));
        float[] gradient = new float[parameters.length];
        MomentumSgd optimizer = new MomentumSgd(parameters.length, 0.1f, 0.9f, 0);
        double loss = 0;
        for (int step = 0; step < 200; step++) {
            loss = network.gradient(parameters, gradient, 11);
            optimizer.step(parameters, gradient, 1);
        }
        // After a row's first character alone, one in eleven times three may follow for each of three 0, and two for
        // each of two 1 and two 4: (3 · ln 3 + 4 · ln 2) / 11 nats for sixteen positions cannot be learnt.
        assertThat(loss).isBetween(0.0344, 0.045);
    }

    @Test
    void parametersAreCountedWithoutNetwork() {
        ModelInput input = new ModelInput(POSITIONS, Optional.empty(), POSITIONS);
        for (String name : List.of("gpt:2,2,6", "gru:6", "gpt:2,2,6,dropout=0.1", "gru:6,dropout=0.1")) {
            assertThat(ModelSpec.parse(name).parameters(input, SYMBOLS))
                    .isEqualTo(network(name, POSITIONS, 1).layout().parameters());
        }
        ModelInput longest = new ModelInput(4096, Optional.empty(), 4096);
        ModelSpec largest = ModelSpec.parse("gpt:256,16384,16384");
        // Twelve matrices of width by width for each layer, and little else.
        assertThat(largest.parameters(longest, 1000) / (256 * 12 * (1L << 28))).isEqualTo(1);
        assertThat(largest.widest(longest, 1000)).isGreaterThan(16384L * 4096 * 4096);
        assertThat(largest.values(longest, 1000)).isGreaterThan(256 * 16384L * 4096 * 4096);
        assertThat(ModelSpec.parse("gru:16384").parameters(longest, 1000)).isGreaterThan(6L << 28);
        assertThat(ModelSpec.parse("gru:16384").widest(longest, 1000)).isEqualTo(6L * 4096 * 16384);
    }

    @Test
    void residualLayersOfTransformerStartSmaller() {
        Network network = network("gpt:8,2,32", POSITIONS, 1);
        float[] parameters = network.initialParameters(new RandomStream(6));
        network.layout().slices().forEach(slice -> {
            float[] values = Arrays.copyOfRange(parameters, slice.offset(), slice.offset() + slice.length());
            double expected = slice.name().endsWith("dense3.weight") ? 0.02 / 4 : 0.02;
            if (slice.name().endsWith("scale")) {
                assertThat(values).containsOnly(1);
            } else if (slice.name().endsWith("bias") || slice.name().endsWith("shift")) {
                assertThat(values).containsOnly(0);
            } else {
                double squares = 0;
                for (float value : values) {
                    squares += (double) value * value;
                }
                assertThat(Math.sqrt(squares / values.length)).as(slice.name()).isBetween(0.8 * expected,
                        1.2 * expected);
            }
        });
    }

    @Test
    void textModelsTakeOnlyText() {
        for (String name : List.of("gpt:2,2,6", "gru:6")) {
            ModelSpec.parse(name).check(TEXT);
            assertThat(ModelSpec.parse(name)).hasToString(name);
            assertThatThrownBy(() -> ModelSpec.parse(name).check(ROWS)).isInstanceOf(UserMistakeException.class)
                    .hasMessage(
                            "model is " + name + ", which is for text, but the data is sparse rows with 4 features: "
                                    + "allowed is the data text:FILE, or another model");
        }
        for (String name : List.of("softmax", "mlp:5", "linear")) {
            assertThatThrownBy(() -> ModelSpec.parse(name).check(TEXT)).isInstanceOf(UserMistakeException.class)
                    .hasMessage("model is " + name
                            + ", but the data is text: allowed are gpt:LAYERS,HEADS,WIDTH[,dropout=P] and gru:WIDTH[,dropout=P]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "gpt:1", "gpt:1,2", "gpt:1,2,3", "gpt:257,1,4", "gpt:1,1,16385", "gpt:1,1,4,0.1",
            "gpt:1,8,4", "gru", "gru:0", "gru:16385", "gru:4,4", "gru:0,dropout=0.1", "gpt:1,8,4,dropout=0.1"})
    void invalidModelsAreMistakes(String name) {
        assertThatThrownBy(() -> ModelSpec.parse(name)).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("model is " + name + ": ").hasMessageContaining("allowed");
    }
}
