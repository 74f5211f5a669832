package dev.grapevine.node.replica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;
import dev.grapevine.node.replica.layer.Dense;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.layer.Relu;
import dev.grapevine.node.replica.loss.Loss;
import dev.grapevine.node.replica.loss.MeanSquaredError;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;

/** Whole networks: their gradient is that of their loss, and their parameters are where the layout says. */
class NetworkTest {

    private static final int INPUTS = 6;
    private static final int BATCH = 9;
    private static final int BATCH_MAX = 12;
    /** Finite differences must not cross the kink of a rectified linear unit. */
    private static final double CLEAR_OF_KINKS = 1e-3;

    /** Network, parameters and a batch in which no value comes near a kink. */
    private static final class Sample {
        final List<Integer> widths = new ArrayList<>();
        final boolean classifies;
        final Network network;
        final float[] parameters;
        final float[] inputs;
        final float[] targets;

        Sample(ModelSpec model, boolean classifies, long seed) {
            int outputs = classifies ? 4 : 1;
            widths.add(INPUTS);
            widths.addAll(((Perceptron) model.architecture()).hidden());
            widths.add(outputs);
            this.classifies = classifies;
            Loss loss = classifies ? new SoftmaxCrossEntropy() : new MeanSquaredError();
            network = model.network(INPUTS, outputs, loss, BATCH_MAX);
            RandomStream random = new RandomStream(seed);
            parameters = network.initialParameters(random.fork("parameters"));
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] += (float) (0.1 * random.nextGaussian());
            }
            inputs = RandomFloats.normal(INPUTS * BATCH, random);
            targets = classifies
                    ? RandomFloats.classes(BATCH, outputs, random)
                    : RandomFloats.normal(BATCH, random);
            System.arraycopy(inputs, 0, network.inputBuffer(), 0, inputs.length);
            System.arraycopy(targets, 0, network.targetBuffer(), 0, BATCH);
        }

        static Sample clearOfKinks(ModelSpec model, boolean classifies) {
            for (long seed = 1;; seed++) {
                Sample sample = new Sample(model, classifies, seed);
                if (Reference.nearestKink(Reference.toDoubles(sample.parameters), Reference.toDoubles(sample.inputs),
                        BATCH, sample.widths) > CLEAR_OF_KINKS) {
                    return sample;
                }
            }
        }

        double loss(double[] point) {
            double[] outputs = Reference.network(point, Reference.toDoubles(inputs), BATCH, widths);
            return classifies
                    ? Reference.softmaxCrossEntropy(outputs, targets, BATCH, widths.getLast())
                    : Reference.meanSquaredError(outputs, targets, BATCH);
        }

        double deviation(float[] gradient) {
            return GradientCheck.deviation(this::loss, parameters, gradient);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax", "mlp:7", "mlp:8,5"})
    void classifierGradientMatchesLoss(String model) {
        checkGradient(Sample.clearOfKinks(ModelSpec.parse(model), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "mlp:7", "mlp:8,5"})
    void regressionGradientMatchesLoss(String model) {
        checkGradient(Sample.clearOfKinks(ModelSpec.parse(model), false));
    }

    private static void checkGradient(Sample sample) {
        float[] gradient = RandomFloats.normal(sample.parameters.length, new RandomStream(2));
        double loss = sample.network.gradient(sample.parameters, gradient, BATCH);
        assertThat(loss).isCloseTo(sample.loss(Reference.toDoubles(sample.parameters)),
                Offset.offset(1e-5));
        assertThat(sample.deviation(gradient)).isLessThan(GradientCheck.TOLERANCE);
    }

    /** Layer with one unit that passes gradients it should stop. */
    private static final class LeakyBackwards implements Layer {
        private final Relu relu;

        LeakyBackwards(int width) {
            relu = new Relu(width);
        }

        @Override
        public int inputs() {
            return relu.inputs();
        }

        @Override
        public int outputs() {
            return relu.outputs();
        }

        @Override
        public void declare(Layout.Builder layout, String prefix) {}

        @Override
        public void initialise(float[] parameters, RandomStream random) {}

        @Override
        public long operationsPerRow(boolean inputGradientWanted) {
            return relu.operationsPerRow(inputGradientWanted);
        }

        @Override
        public void forward(float[] parameters, float[] input, float[] output, int batch) {
            relu.forward(parameters, input, output, batch);
        }

        @Override
        public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
                float[] inputGradient, float[] gradient, int batch) {
            for (int i = 0; i < batch * inputs(); i++) {
                inputGradient[i] = output[i] > 0 ? outputGradient[i] : 0.01f * outputGradient[i];
            }
        }
    }

    @Test
    void gradientOfOneWrongLayerIsDetected() {
        Sample sample = Sample.clearOfKinks(ModelSpec.parse("mlp:7"), true);
        Network wrong = new Network(List.of(new Dense(INPUTS, 7), new LeakyBackwards(7), new Dense(7, 4)),
                new SoftmaxCrossEntropy(), BATCH);
        System.arraycopy(sample.inputs, 0, wrong.inputBuffer(), 0, sample.inputs.length);
        System.arraycopy(sample.targets, 0, wrong.targetBuffer(), 0, BATCH);
        float[] gradient = new float[sample.parameters.length];
        wrong.gradient(sample.parameters, gradient, BATCH);
        assertThat(sample.deviation(gradient)).isGreaterThan(10 * GradientCheck.TOLERANCE);
    }

    @Test
    void layoutNumbersDenseLayers() {
        Network network = ModelSpec.parse("mlp:8,5").network(INPUTS, 3, new SoftmaxCrossEntropy(), 2);
        assertThat(network.layout().describe()).isEqualTo("dense1.weight[6x8] dense1.bias[8] dense2.weight[8x5] "
                + "dense2.bias[5] dense3.weight[5x3] dense3.bias[3]");
        assertThat(network.inputs()).isEqualTo(6);
        assertThat(network.outputs()).isEqualTo(3);
        assertThat(network.batchMax()).isEqualTo(2);
        // Two operations per weight forward and two for its gradient, and two more unless it reads the input itself;
        // two for each unit.
        assertThat(network.operationsPerRow()).isEqualTo(4 * 48 + 6 * 40 + 6 * 15 + 2 * 8 + 2 * 5);
    }

    @Test
    void seedDeterminesInitialParameters() {
        Network network = ModelSpec.parse("mlp:8,5").network(INPUTS, 3, new SoftmaxCrossEntropy(), 2);
        float[] first = network.initialParameters(new RandomStream(1));
        RandomStream used = new RandomStream(1);
        used.nextLong();
        assertThat(network.initialParameters(used)).isEqualTo(first);
        assertThat(network.initialParameters(new RandomStream(2))).isNotEqualTo(first);
        Network narrower = ModelSpec.parse("mlp:8").network(INPUTS, 3, new SoftmaxCrossEntropy(), 2);
        assertThat(narrower.initialParameters(new RandomStream(1))).startsWith(Arrays.copyOf(first, 56));
    }

    @Test
    void mismatchedLayersAreRejected() {
        assertThatThrownBy(() -> new Network(List.of(new Dense(2, 3), new Dense(4, 1)), new MeanSquaredError(), 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("Layer 1 takes 4 inputs, but 3 are given");
    }
}
