package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/** Maxima of blocks, and the targets of their gradients. */
class PoolingKernelsTest {

    private static final PoolingKernels PANAMA = new PanamaPoolingKernels();
    private static final PoolingKernels SCALAR = new ScalarPoolingKernels();
    private static final int OFFSET = 3;

    /** Small whole numbers, so that many are equal, and some NaN. */
    private static float[] values(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(40) == 0 ? Float.NaN : random.nextInt(-2, 3);
        }
        return values;
    }

    /** Outputs and input gradients, including the surroundings of both. */
    private static float[] everything(PoolingKernels kernels, int height, int width, int channels) {
        SplittableRandom random = new SplittableRandom(height + 100L * width + 10_000L * channels);
        int inputs = OFFSET + height * width * channels + OFFSET;
        int outputs = OFFSET + height / 2 * (width / 2) * channels + OFFSET;
        float[] input = values(inputs, random);
        float[] output = values(outputs, random);
        float[] outputGradient = values(outputs, random);
        float[] inputGradient = values(inputs, random);
        kernels.maximum(input, OFFSET, height, width, channels, output, OFFSET);
        kernels.gradient(input, OFFSET, height, width, channels, output, outputGradient, OFFSET, inputGradient);
        float[] all = Arrays.copyOf(output, outputs + inputs);
        System.arraycopy(inputGradient, 0, all, outputs, inputs);
        return all;
    }

    @Test
    void implementationsAgreeBitwiseAndWriteNothingElse() {
        for (int size : List.of(1, 2, 3, 4, 7)) {
            for (int channels : List.of(1, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33)) {
                assertThat(everything(PANAMA, size, 9 - size, channels)).as("%s channels", channels)
                        .isEqualTo(everything(SCALAR, size, 9 - size, channels));
            }
        }
    }

    @Test
    void firstMaximumGetsGradient() {
        // Two channels: blocks {1, 4, 3, 2} and {5, 5, -1, 5}; the third column belongs to no block.
        float[] input = {1, 5, 4, 5, 9, 9, 3, -1, 2, 5, 9, 9};
        for (PoolingKernels kernels : List.of(PANAMA, SCALAR)) {
            float[] output = new float[2];
            kernels.maximum(input, 0, 2, 3, 2, output, 0);
            assertThat(output).containsExactly(4, 5);
            float[] gradient = new float[12];
            Arrays.fill(gradient, 7);
            kernels.gradient(input, 0, 2, 3, 2, output, new float[]{10, 20}, 0, gradient);
            assertThat(gradient).containsExactly(0, 20, 10, 0, 7, 7, 0, 0, 0, 0, 7, 7);
        }
    }

    @Test
    void gradientToLastMaximumIsDetected() {
        PoolingKernels broken = new PoolingKernels() {
            @Override
            public void maximum(float[] input, int inputOffset, int height, int width, int channels, float[] output,
                    int outputOffset) {
                SCALAR.maximum(input, inputOffset, height, width, channels, output, outputOffset);
            }

            @Override
            public void gradient(float[] input, int inputOffset, int height, int width, int channels, float[] output,
                    float[] outputGradient, int outputOffset, float[] inputGradient) {
                SCALAR.gradient(input, inputOffset, height, width, channels, output, outputGradient, outputOffset,
                        inputGradient);
                for (int i = inputOffset; i < inputOffset + height * width * channels - channels; i++) {
                    if (input[i] == input[i + channels]) {
                        float swapped = inputGradient[i];
                        inputGradient[i] = inputGradient[i + channels];
                        inputGradient[i + channels] = swapped;
                    }
                }
            }
        };
        assertThat(everything(broken, 4, 4, 6)).isNotEqualTo(everything(SCALAR, 4, 4, 6));
    }
}
