package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;

/** Rectified linear units, at all sizes around those of vectors. */
class ReluKernelTest {

    private static final float UNTOUCHED = 77;

    @Test
    void negativeInputBecomesZeroWithoutGradient() {
        for (int length : MatrixInput.EDGE_SIZES) {
            float[] input = RandomFloats.normal(length, new RandomStream(length));
            float[] gradient = RandomFloats.normal(length, new RandomStream(length + 100));
            float[] output = filled(length + 1);
            float[] inputGradient = filled(length + 1);
            ReluKernel.forward(input, output, length);
            ReluKernel.backward(output, gradient, inputGradient, length);
            for (int i = 0; i < length; i++) {
                assertThat(output[i]).isEqualTo(input[i] > 0 ? input[i] : 0f);
                assertThat(inputGradient[i]).isEqualTo(input[i] > 0 ? gradient[i] : 0f);
            }
            assertThat(output[length]).isEqualTo(UNTOUCHED);
            assertThat(inputGradient[length]).isEqualTo(UNTOUCHED);
        }
    }

    @Test
    void nanIsKeptAndZeroHasNoGradient() {
        float[] input = new float[40];
        Arrays.fill(input, 0, 20, Float.NaN);
        float[] output = new float[40];
        ReluKernel.forward(input, output, 40);
        float[] inputGradient = filled(40);
        ReluKernel.backward(output, filled(40), inputGradient, 40);
        assertThat(Arrays.copyOf(output, 20)).containsOnly(Float.NaN);
        assertThat(inputGradient).containsOnly(0f);
    }

    private static float[] filled(int length) {
        float[] values = new float[length];
        Arrays.fill(values, UNTOUCHED);
        return values;
    }
}
