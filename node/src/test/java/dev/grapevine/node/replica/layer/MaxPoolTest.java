package dev.grapevine.node.replica.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.LayerCheck;
import dev.grapevine.node.replica.data.schema.ImageShape;

/** Maximum of each block, and its gradient. */
class MaxPoolTest {

    private static final int BATCH = 2;

    private static double[] reference(ImageShape in, ImageShape out, double[] input) {
        double[] output = new double[BATCH * out.features()];
        for (int i = 0; i < output.length; i++) {
            int channel = i % out.channels();
            int x = i / out.channels() % out.width();
            int y = i / out.channels() / out.width() % out.height();
            int row = (i / out.features() * in.height() + 2 * y) * in.width();
            output[i] = Double.NEGATIVE_INFINITY;
            for (int dy = 0; dy < 2; dy++) {
                for (int dx = 0; dx < 2; dx++) {
                    int pixel = row + dy * in.width() + 2 * x + dx;
                    output[i] = Math.max(output[i], input[pixel * in.channels() + channel]);
                }
            }
        }
        return output;
    }

    /** All different and far enough apart that no finite difference changes the maximum. */
    private static float[] distinct(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        new RandomStream(count).shuffle(order);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (order[i] - count / 2) * 0.01f;
        }
        return values;
    }

    private static LayerCheck check(ImageShape in) {
        MaxPool layer = new MaxPool(in);
        return new LayerCheck(layer, BATCH, distinct((BATCH + 1) * in.features()),
                (parameters, input) -> reference(in, layer.output(), input));
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 6", "6, 4, 2", "3, 5, 4", "17, 2, 3", "16, 3, 3"})
    void gradientMatchesFiniteDifferences(int channels, int height, int width) {
        LayerCheck check = check(new ImageShape(channels, height, width));
        assertThat(check.outputDeviation()).isZero();
        assertThat(check.inputDeviation(check.inputGradient())).isLessThan(GradientCheck.TOLERANCE);
    }

    @Test
    void misplacedGradientIsDetected() {
        LayerCheck check = check(new ImageShape(6, 4, 2));
        float[] shifted = check.inputGradient();
        System.arraycopy(check.inputGradient(), 0, shifted, 6, shifted.length - 6);
        assertThat(check.inputDeviation(shifted)).isGreaterThan(0.5);
    }

    @Test
    void maxPoolHasNoParameters() {
        assertThat(new MaxPool(new ImageShape(6, 4, 2)).parameters()).isZero();
    }
}
