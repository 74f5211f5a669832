package dev.grapevine.node.replica.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;

/** Values are dropped in training steps only, and their mean is kept. */
class DropoutTest {

    private static final int WIDTH = 1001;
    private static final int BATCH = 40;

    private static Dropout layer(double probability) {
        Dropout layer = new Dropout(WIDTH, probability);
        layer.prepare(BATCH);
        return layer;
    }

    private static float[] forward(Dropout layer, float[] input) {
        float[] output = new float[BATCH * WIDTH];
        layer.forward(new float[0], input, output, BATCH);
        return output;
    }

    private static float[] ones() {
        float[] ones = new float[BATCH * WIDTH];
        Arrays.fill(ones, 1);
        return ones;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void dropoutDropsItsShareAndKeepsMean(double probability) {
        Dropout layer = layer(probability);
        layer.startStep(new RandomStream(1));
        float[] output = forward(layer, ones());
        double sum = 0;
        int dropped = 0;
        for (float value : output) {
            sum += value;
            dropped += value == 0 ? 1 : 0;
        }
        // Of 40040 draws: five deviations of the share are at most 0.0125, and of the mean 0.075 at 0.9.
        assertThat((double) dropped / output.length).isBetween(probability - 0.0125, probability + 0.0125);
        assertThat(sum / output.length).isBetween(0.925, 1.075);
        assertThat(layer.drawsAtRandom()).isTrue();
    }

    @Test
    void gradientMatchesFiniteDifferences() {
        Dropout layer = layer(0.3);
        layer.startStep(new RandomStream(2));
        float[] kept = forward(layer, ones());
        float[] outputWeights = RandomFloats.normal(BATCH * WIDTH, new RandomStream(3));
        float[] gradient = new float[BATCH * WIDTH];
        layer.backward(new float[0], ones(), kept, outputWeights, gradient, new float[0], BATCH);
        float[] few = Arrays.copyOf(ones(), 50);
        assertThat(deviation(kept, outputWeights, few, gradient)).isLessThan(GradientCheck.TOLERANCE);
        assertThat(deviation(kept, outputWeights, few, outputWeights)).as("nothing dropped").isGreaterThan(0.2);
    }

    private static double deviation(float[] factors, float[] outputWeights, float[] at, float[] gradient) {
        return GradientCheck.deviation(point -> {
            double sum = 0;
            for (int i = 0; i < point.length; i++) {
                sum += point[i] * factors[i] * outputWeights[i];
            }
            return sum;
        }, at, gradient);
    }

    @Test
    void onlyTrainingStepsDropValues() {
        Dropout layer = layer(0.5);
        float[] input = RandomFloats.normal(BATCH * WIDTH, new RandomStream(4));
        assertThat(forward(layer, input)).isEqualTo(input);
        layer.startStep(new RandomStream(5));
        float[] first = forward(layer, input);
        assertThat(forward(layer, input)).as("an evaluation").isEqualTo(input);
        float[] gradient = new float[BATCH * WIDTH];
        layer.backward(new float[0], input, input, input, gradient, new float[0], BATCH);
        assertThat(gradient).as("the gradient after an evaluation").isEqualTo(input);
        layer.startStep(new RandomStream(6));
        assertThat(forward(layer, input)).isNotEqualTo(first);
        layer.startStep(new RandomStream(5));
        assertThat(forward(layer, input)).isEqualTo(first).isNotEqualTo(input);
    }

    @Test
    void invalidProbabilityIsRejected() {
        for (double probability : new double[]{-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new Dropout(1, probability)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A dropout probability cannot be " + probability);
        }
    }
}
