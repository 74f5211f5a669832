package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.testing.ChildJvm;

/** Vectorised layer kernels have the same bits as plain loops, at all sizes around those of vectors and lanes. */
class LayerKernelsTest {

    private static final LayerKernels PANAMA = new PanamaLayerKernels();
    private static final LayerKernels SCALAR = new ScalarLayerKernels();

    private static List<LayerKernelInput> edges() {
        List<LayerKernelInput> inputs = new ArrayList<>();
        for (int length : LayerKernelInput.EDGE_SIZES) {
            for (int offset : new int[]{0, 1, 5}) {
                inputs.add(new LayerKernelInput(length, offset, false, length));
                inputs.add(new LayerKernelInput(length, offset, true, length));
            }
        }
        return inputs;
    }

    @Test
    void implementationsAgreeBitwiseAtAllSizes() {
        for (LayerKernelInput.Call call : LayerKernelInput.CALLS) {
            for (LayerKernelInput input : edges()) {
                assertThat(input.result(call, PANAMA)).as("%s of %s", call.name(), input)
                        .isEqualTo(input.result(call, SCALAR));
            }
        }
    }

    @Test
    void vectorWidthDoesNotChangeBits() throws IOException, InterruptedException {
        List<ChildJvm> children = List.of(ChildJvm.start(LayerKernelHash.class, List.of("-XX:UseAVX=2")),
                ChildJvm.start(LayerKernelHash.class, List.of("-XX:MaxVectorSize=16")));
        String expected = LayerKernelHash.of(SCALAR);
        assertThat(LayerKernelHash.of(PANAMA)).isEqualTo(expected);
        for (ChildJvm child : children) {
            assertThat(child.output()).as("%s", child.options()).endsWith(" " + expected);
        }
    }

    @Test
    void brokenKernelsAreDetected() {
        LayerKernelInput.Call addingInOrder = new LayerKernelInput.Call("softmax", (_, rows) -> {
            float[] row = rows.row(0);
            float largest = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < rows.length(); i++) {
                largest = Math.max(largest, row[rows.offset() + i]);
            }
            float[] lane = new float[LayerKernels.LANES];
            ScalarLayerKernels.sharesFrom(0, row, rows.offset(), rows.length(), largest, lane);
            float total = 0;
            for (int i = 0; i < rows.length(); i++) {
                total += row[rows.offset() + i];
            }
            ScalarLayerKernels.scaleFrom(0, row, rows.offset(), rows.length(), 1 / total);
        });
        LayerKernelInput.Call roundingTwice = new LayerKernelInput.Call("multiplyAdd", (_, rows) -> {
            for (int i = 0; i < rows.length(); i++) {
                rows.row(2)[i] += rows.row(0)[rows.offset() + i] * rows.row(1)[1 + i];
            }
        });
        for (LayerKernelInput.Call broken : List.of(addingInOrder, roundingTwice)) {
            LayerKernelInput.Call right = LayerKernelInput.CALLS.stream()
                    .filter(call -> call.name().equals(broken.name())).findFirst().orElseThrow();
            assertThat(edges()).filteredOn(input -> !input.special())
                    .anyMatch(input -> !Arrays.equals(input.result(broken, SCALAR), input.result(right, PANAMA)));
        }
    }

    @Test
    void exponentialIsAccurateToTwoUlps() {
        for (float x = -87; x <= 88; x += 0.0137f) {
            double right = Math.exp(x);
            assertThat(Math.abs(FloatMath.exp(x) - right)).as("exp %s", x)
                    .isLessThanOrEqualTo(2 * Math.ulp((float) right));
        }
        assertThat(FloatMath.exp(0)).isEqualTo(1);
        assertThat(FloatMath.exp(Float.NaN)).isNaN();
        assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isBetween(Float.MIN_NORMAL, 1e-37f);
        assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isBetween(1e38f, Float.MAX_VALUE);
    }

    @Test
    void sigmoidSaturatesWithoutDenormals() {
        for (float x = -50; x <= 50; x += 0.0613f) {
            assertThat(FloatMath.sigmoid(x)).isCloseTo((float) (1 / (1 + Math.exp(-x))),
                    Offset.offset(2e-7f));
            assertThat(FloatMath.tanh(x)).isCloseTo((float) Math.tanh(x), Offset.offset(3e-7f));
        }
        assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isBetween(1e-18f, 1e-17f);
        assertThat(FloatMath.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
    }

    @Test
    void softmaxNeitherOverflowsNorIsDenormal() {
        float[] lanes = new float[LayerKernels.LANES_AT_ONCE];
        float[] row = {0, -59, -61, -90, -1e30f, Float.NEGATIVE_INFINITY};
        PANAMA.softmax(row, 0, row.length, lanes);
        assertThat(row).startsWith(1).endsWith(0, 0, 0, 0);
        assertThat(row[1]).isGreaterThan(1e-26f);
        float[] large = {3e38f, -3e38f, 3e38f};
        PANAMA.softmax(large, 0, 3, lanes);
        assertThat(large).containsExactly(0.5f, 0, 0.5f);
        float[] diverged = {0, Float.NaN, 1};
        PANAMA.softmax(diverged, 0, 3, lanes);
        assertThat(diverged).containsOnly(Float.NaN);
    }

    @Test
    void constantRowIsNormalisedToShift() {
        float[] parameters = {2, 2, 2, 5, 6, 7};
        float[] output = new float[3];
        assertThat(SCALAR.normalise(new float[]{9, 9, 9}, 0, parameters, 0, 3, new float[3], output, 3,
                new float[LayerKernels.LANES_AT_ONCE]))
                .isBetween(316f, 317f);
        assertThat(output).containsExactly(5, 6, 7);
    }
}
