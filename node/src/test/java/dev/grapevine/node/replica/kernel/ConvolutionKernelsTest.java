package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectorised products have the same bits as three plain loops, at all sizes around those of vectors and tiles. */
class ConvolutionKernelsTest {

    private static final ConvolutionKernels PANAMA = new PanamaConvolutionKernels();
    private static final ConvolutionKernels SCALAR = new ScalarConvolutionKernels();

    private static List<WindowInput> edges() {
        List<WindowInput> inputs = new ArrayList<>();
        for (int rows : WindowInput.ROWS) {
            for (int columns : WindowInput.COLUMNS) {
                for (int inner : WindowInput.INNER) {
                    inputs.add(WindowInput.random(rows, columns, inner, inputs.size() % 4, inputs.size()));
                }
            }
        }
        return inputs;
    }

    @Test
    void implementationsAgreeBitwiseAndWriteNothingElse() {
        for (WindowInput input : edges()) {
            assertThat(input.product(PANAMA)).as("%s", input).isEqualTo(input.product(SCALAR));
            assertThat(input.rowSums(PANAMA)).as("%s", input).isEqualTo(input.rowSums(SCALAR));
        }
    }

    @ParameterizedTest
    @EnumSource(BrokenConvolutionKernels.Fault.class)
    void brokenKernelsAreDetected(BrokenConvolutionKernels.Fault fault) {
        ConvolutionKernels broken = new BrokenConvolutionKernels(fault);
        assertThat(edges()).anyMatch(input -> !Arrays.equals(input.product(broken), input.product(SCALAR)));
        assertThat(edges()).anyMatch(input -> !Arrays.equals(input.rowSums(broken), input.rowSums(SCALAR)));
    }

    @Test
    void productUsesWindowsAsRows() {
        // The windows {1, 2, 3} and {2, 3, 4} onto 1, 2, 3, 4.
        float[] c = new float[32];
        c[0] = 100;
        float[] b = new float[48];
        b[0] = 1;
        b[17] = 1;
        b[32] = 10;
        b[33] = 20;
        PANAMA.multiplyAdd(new float[]{9, 1, 2, 3, 4}, 1, new int[]{0, 1}, new int[]{0, 1, 2}, b, 0, 16, c, 0);
        assertThat(Arrays.copyOf(c, 3)).containsExactly(131, 62, 0);
        assertThat(Arrays.copyOfRange(c, 16, 19)).containsExactly(42, 83, 0);
        float[] sums = new float[16];
        sums[0] = 5;
        PANAMA.addRows(b, 0, 3, 16, sums);
        assertThat(Arrays.copyOf(sums, 3)).containsExactly(16, 21, 0);
    }

    @Test
    void columnsWithPartialVectorsAreRejected() {
        assertThatThrownBy(() -> PANAMA.multiplyAdd(new float[9], 0, new int[1], new int[1], new float[9], 0, 9,
                new float[9], 0)).isInstanceOf(IllegalArgumentException.class).hasMessage("9 columns");
        assertThatThrownBy(() -> PANAMA.addRows(new float[9], 0, 1, 9, new float[9]))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("9 columns");
    }

    @Test
    void offsetsOutsideArraysAreRejected() {
        for (ConvolutionKernels kernels : List.of(PANAMA, SCALAR)) {
            assertThatThrownBy(() -> kernels.multiplyAdd(new float[9], 0, new int[]{8}, new int[]{1}, new float[64], 0,
                    64, new float[64], 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> kernels.multiplyAdd(new float[9], 0, new int[]{8}, new int[]{0}, new float[63], 0,
                    64, new float[64], 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> kernels.multiplyAdd(new float[9], 0, new int[]{8}, new int[]{0}, new float[64], 0,
                    64, new float[64], 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
