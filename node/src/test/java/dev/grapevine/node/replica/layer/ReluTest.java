package dev.grapevine.node.replica.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;

/** Rectified linear units and their input gradient; they have no parameters. */
class ReluTest {

    private static final int WIDTH = 13;
    private static final int BATCH = 5;

    private static float[] input() {
        float[] input = RandomFloats.normal(WIDTH * BATCH, new RandomStream(5));
        for (int i = 0; i < input.length; i++) {
            // There is no gradient at 0, so inputs keep away from it.
            input[i] += input[i] < 0 ? -0.01f : 0.01f;
        }
        return input;
    }

    private static double deviation(float[] outputWeights, float[] gradient) {
        return GradientCheck.deviation(point -> {
            double[] output = Reference.relu(point);
            double sum = 0;
            for (int i = 0; i < output.length; i++) {
                sum += output[i] * outputWeights[i];
            }
            return sum;
        }, input(), gradient);
    }

    @Test
    void gradientMatchesFiniteDifferences() {
        Relu layer = new Relu(WIDTH);
        float[] outputWeights = RandomFloats.normal(WIDTH * BATCH, new RandomStream(6));
        float[] output = new float[WIDTH * BATCH];
        float[] inputGradient = new float[WIDTH * BATCH];
        layer.forward(new float[0], input(), output, BATCH);
        layer.backward(new float[0], input(), output, outputWeights.clone(), inputGradient, new float[0], BATCH);
        assertThat(deviation(outputWeights, inputGradient)).isLessThan(GradientCheck.TOLERANCE);
        assertThat(deviation(outputWeights, outputWeights)).as("a gradient that passes everything").isGreaterThan(0.5);
    }

    @Test
    void negativeInputGivesZeroAndNanStays() {
        Relu layer = new Relu(4);
        float[] output = {9, 9, 9, 9, 9};
        layer.forward(new float[0], new float[]{-1, 0, 2.5f, Float.NaN}, output, 1);
        assertThat(output).containsExactly(0, 0, 2.5f, Float.NaN, 9);
    }

    @Test
    void reluHasNoParameters() {
        Layout.Builder layout = new Layout.Builder();
        new Relu(4).declare(layout, "relu1");
        assertThat(layout.count()).isZero();
    }
}
