package dev.grapevine.node.replica.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;

/** A dense layer computes the correct outputs, and its gradients match them. */
class DenseTest {

    /** Layer and batch of random rows with a scalar to differentiate: the sum of all outputs with random weights. */
    private static final class Sample {
        final int inputs;
        final int outputs;
        final int batch;
        final Dense layer;
        final float[] parameters;
        final float[] input;
        final float[] outputWeights;
        final float[] gradient;
        final float[] inputGradient;

        Sample(int inputs, int outputs, int batch) {
            RandomStream random = new RandomStream(inputs + 100L * outputs + 10_000L * batch);
            this.inputs = inputs;
            this.outputs = outputs;
            this.batch = batch;
            layer = new Dense(inputs, outputs);
            layer.prepare(batch);
            layer.declare(new Layout.Builder(), "dense1");
            layer.prepare(32);
            parameters = RandomFloats.normal((inputs + 1) * outputs, random);
            input = RandomFloats.normal(inputs * batch, random);
            outputWeights = RandomFloats.normal(outputs * batch, random);
            gradient = RandomFloats.normal(parameters.length, random);
            inputGradient = RandomFloats.normal(input.length, random);
            float[] output = new float[outputs * batch];
            layer.forward(parameters, input, output, batch);
            layer.backward(parameters, input, output, outputWeights.clone(), inputGradient, gradient, batch);
        }

        double value(double[] parametersThere, double[] inputThere) {
            double[] output = Reference.dense(parametersThere, 0, inputThere, batch, inputs, outputs);
            double sum = 0;
            for (int i = 0; i < output.length; i++) {
                sum += output[i] * outputWeights[i];
            }
            return sum;
        }

        double parameterDeviation(float[] gradientThere) {
            return GradientCheck.deviation(point -> value(point, Reference.toDoubles(input)), parameters,
                    gradientThere);
        }

        double inputDeviation(float[] gradientThere) {
            return GradientCheck.deviation(point -> value(Reference.toDoubles(parameters), point), input,
                    gradientThere);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 2, 5", "7, 17, 4", "33, 9, 8", "5, 33, 1"})
    void gradientsMatchFiniteDifferences(int inputs, int outputs, int batch) {
        Sample sample = new Sample(inputs, outputs, batch);
        assertThat(sample.parameterDeviation(sample.gradient)).isLessThan(GradientCheck.TOLERANCE);
        assertThat(sample.inputDeviation(sample.inputGradient)).isLessThan(GradientCheck.TOLERANCE);
    }

    @Test
    void wrongGradientsAreDetected() {
        Sample sample = new Sample(7, 17, 4);
        float[] oneBiasABitOff = sample.gradient.clone();
        oneBiasABitOff[7 * 17 + 3] *= 1.001f;
        assertThat(sample.parameterDeviation(oneBiasABitOff)).isGreaterThan(5 * GradientCheck.TOLERANCE);
        float[] noBias = sample.gradient.clone();
        Arrays.fill(noBias, 7 * 17, noBias.length, 0);
        assertThat(sample.parameterDeviation(noBias)).isGreaterThan(0.5);
        float[] swapped = sample.inputGradient.clone();
        swapped[0] = sample.inputGradient[1];
        swapped[1] = sample.inputGradient[0];
        assertThat(sample.inputDeviation(swapped)).isGreaterThan(5 * GradientCheck.TOLERANCE);
    }

    @Test
    void outputsAreWeightedSumsPlusBiases() {
        Dense layer = new Dense(2, 3);
        layer.declare(new Layout.Builder(), "dense1");
        layer.prepare(32);
        float[] output = new float[6];
        layer.forward(new float[]{1, 2, 3, 10, 20, 30, 0.5f, 0.25f, 0.125f}, new float[]{1, 1, 2, -1}, output, 2);
        assertThat(output).containsExactly(11.5f, 22.25f, 33.125f, -7.5f, -15.75f, -23.875f);
    }

    @Test
    void layerWritesOnlyToItsOwnParts() {
        Layout.Builder layout = new Layout.Builder();
        layout.add("before", 4);
        Dense layer = new Dense(3, 2);
        layer.prepare(2);
        layer.declare(layout, "dense7");
        layer.prepare(32);
        layout.add("after", 4);
        assertThat(layout.build().describe()).isEqualTo("before[4] dense7.weight[3x2] dense7.bias[2] after[4]");
        float[] parameters = RandomFloats.normal(16, new RandomStream(1));
        float[] gradient = new float[16];
        Arrays.fill(gradient, 9);
        float[] output = new float[6];
        float[] inputGradient = new float[9];
        layer.forward(parameters, new float[9], output, 2);
        layer.backward(parameters, new float[9], output, new float[]{1, 1, 1, 1, 1, 1}, inputGradient, gradient, 2);
        assertThat(gradient).startsWith(9, 9, 9, 9).endsWith(9, 9, 9, 9);
        assertThat(Arrays.copyOfRange(gradient, 4, 12)).containsExactly(0, 0, 0, 0, 0, 0, 2, 2);
        assertThat(Arrays.copyOfRange(output, 4, 6)).as("a third row of the buffer").containsOnly(0);
        assertThat(Arrays.copyOfRange(inputGradient, 6, 9)).as("a third row of the buffer").containsOnly(0);
    }

    @Test
    void initialWeightsAreNormalAndBiasesZero() {
        Dense layer = new Dense(50, 40);
        layer.declare(new Layout.Builder(), "dense1");
        layer.prepare(32);
        float[] parameters = new float[51 * 40];
        Arrays.fill(parameters, 9);
        layer.initialise(parameters, new RandomStream(3));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 2000; i++) {
            sum += parameters[i];
            squares += parameters[i] * parameters[i];
        }
        // Variance 2 / 50 = 0.04: the mean of 2000 has a deviation of 0.0045, their variance one of 0.0013.
        assertThat(sum / 2000).isBetween(-0.018, 0.018);
        assertThat(squares / 2000).isBetween(0.035, 0.045);
        assertThat(Arrays.copyOfRange(parameters, 2000, 2040)).containsOnly(0);
    }
}
