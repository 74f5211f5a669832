package dev.grapevine.node.replica.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;

/** Loss of classification and its gradient. */
class SoftmaxCrossEntropyTest {

    private static final Offset<Double> NEAR = Offset.offset(1e-6);

    private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

    private static double deviation(float[] outputs, float[] targets, int batch, int width, float[] gradient) {
        return GradientCheck.deviation(point -> Reference.softmaxCrossEntropy(point, targets, batch, width), outputs,
                gradient);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "4, 3", "32, 10", "3, 100"})
    void gradientIsThatOfMeanLoss(int batch, int width) {
        RandomStream random = new RandomStream(batch * 1000L + width);
        float[] outputs = RandomFloats.normal(batch * width, random);
        float[] targets = RandomFloats.classes(batch, width, random);
        float[] gradient = outputs.clone();
        double mean = loss.gradient(gradient, targets, batch, width);
        assertThat(mean)
                .isCloseTo(Reference.softmaxCrossEntropy(Reference.toDoubles(outputs), targets, batch, width), NEAR);
        assertThat(deviation(outputs, targets, batch, width, gradient)).isLessThan(GradientCheck.TOLERANCE);
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            sum += loss.of(outputs, row, width, targets[row]);
        }
        assertThat(sum / batch).isCloseTo(mean, NEAR);
    }

    @Test
    void wrongGradientsAreDetected() {
        RandomStream random = new RandomStream(1);
        float[] outputs = RandomFloats.normal(4 * 3, random);
        float[] targets = {0, 2, 1, 1};
        float[] gradient = outputs.clone();
        loss.gradient(gradient, targets, 4, 3);
        float[] ofTheSum = gradient.clone();
        for (int i = 0; i < ofTheSum.length; i++) {
            ofTheSum[i] *= 4;
        }
        assertThat(deviation(outputs, targets, 4, 3, ofTheSum)).isGreaterThan(1);
        float[] otherLabel = outputs.clone();
        loss.gradient(otherLabel, new float[]{0, 1, 1, 1}, 4, 3);
        assertThat(deviation(outputs, targets, 4, 3, otherLabel)).isGreaterThan(0.5);
    }

    @Test
    void distantOutputsDoNotOverflow() {
        float[] outputs = {1e6f, -1e6f, 0, -3e38f, 3e38f, 0};
        assertThat(loss.of(outputs, 0, 3, 0)).isZero();
        assertThat(loss.of(outputs, 0, 3, 1)).isEqualTo(2e6);
        assertThat(loss.gradient(outputs, new float[]{0, 1}, 2, 3)).isZero();
        assertThat(outputs).containsOnly(0);
    }

    @Test
    void divergedOutputsGiveNan() {
        assertThat(loss.of(new float[]{0, Float.NaN}, 0, 2, 0)).isNaN();
        assertThat(loss.gradient(new float[]{0, Float.NaN, 1, 1}, new float[]{0, 0}, 2, 2)).isNaN();
        assertThat(loss.gradient(new float[]{0, Float.POSITIVE_INFINITY}, new float[]{0}, 1, 2)).isNaN();
    }
}
