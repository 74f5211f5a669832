package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.testing.ChildJvm;
import dev.grapevine.node.replica.kernel.MatrixInput.Content;

/** Vectorised products have the same bits as three plain loops, at all sizes around those of vectors and tiles. */
class MatrixKernelsTest {

    private static final MatrixKernels PANAMA = new PanamaMatrixKernels();
    private static final MatrixKernels SCALAR = new ScalarMatrixKernels();

    /** Each size in each role, transposed or not, with each offset. */
    static List<MatrixInput> edges(Content content) {
        List<MatrixInput> inputs = new ArrayList<>();
        int number = 0;
        for (int rows : MatrixInput.EDGE_SIZES) {
            for (int columns : MatrixInput.EDGE_SIZES) {
                for (int inner : MatrixInput.EDGE_SIZES) {
                    number++;
                    inputs.add(MatrixInput.random(content, rows, columns, inner, number % 2 == 0, number % 5, number));
                }
            }
        }
        return inputs;
    }

    @Test
    void implementationsAgreeBitwiseAtAllSizes() {
        for (Content content : Content.values()) {
            for (MatrixInput input : edges(content)) {
                assertThat(input.product(PANAMA)).as("%s", input).isEqualTo(input.product(SCALAR));
                assertThat(input.freshProduct(PANAMA)).as("%s", input).isEqualTo(input.freshProduct(SCALAR));
            }
        }
    }

    /** A large B is copied strip by strip, and A and B are processed in blocks. */
    @ParameterizedTest
    @CsvSource({"63, 520, 520", "64, 520, 520", "69, 1030, 256", "75, 1025, 257", "1033, 523, 513"})
    void implementationsAgreeBitwiseOnLargeMatrices(int rows, int columns, int inner) {
        MatrixInput input = MatrixInput.random(Content.ORDINARY, rows, columns, inner, rows % 2 == 0, 3, rows);
        assertThat(input.product(PANAMA)).isEqualTo(input.product(SCALAR));
        assertThat(input.freshProduct(PANAMA)).isEqualTo(input.freshProduct(SCALAR));
    }

    @Test
    void leftMatrixMayHaveAnyStrides() {
        MatrixInput apart = MatrixInput.random(Content.ORDINARY, 2 * 21, 33, 3 * 17, false, 0, 1);
        MatrixKernels.View a = new MatrixKernels.View(apart.a().values(), 0, 2 * 3 * 17, 3);
        MatrixInput input = new MatrixInput(21, 33, 17, a, apart.b(), apart.c());
        assertThat(input.product(PANAMA)).isEqualTo(input.product(SCALAR));
    }

    @Test
    void productWritesOnlyToC() {
        for (MatrixInput input : edges(Content.ORDINARY)) {
            assertThat(writesOutsideOfC(input, input.product(PANAMA))).as("%s", input).isFalse();
            assertThat(writesOutsideOfC(input, input.freshProduct(PANAMA))).as("%s", input).isFalse();
        }
    }

    private static boolean writesOutsideOfC(MatrixInput input, int[] after) {
        return IntStream.range(0, after.length).filter(i -> !input.isInC(i))
                .anyMatch(i -> after[i] != Float.floatToIntBits(input.c().values()[i]));
    }

    @Test
    void productIsMatrixProduct() {
        float[] c = {100, 200, 300, 400};
        MatrixKernels.View a = MatrixKernels.View.rowMajor(new float[]{1, 2, 3, 4, 5, 6}, 0, 3);
        MatrixKernels.View b = MatrixKernels.View.rowMajor(new float[]{1, 0, 0, 1, 10, 20}, 0, 2);
        PANAMA.multiplyAdd(2, 2, 3, a, b, MatrixKernels.View.rowMajor(c, 0, 2));
        assertThat(c).containsExactly(131, 262, 364, 525);
        PANAMA.multiply(2, 2, 3, a, b, MatrixKernels.View.rowMajor(c, 0, 2));
        assertThat(c).containsExactly(31, 62, 64, 125);
    }

    @Test
    void vectorWidthDoesNotChangeBits() throws IOException, InterruptedException {
        List<ChildJvm> children = List.of(ChildJvm.start(MatrixHash.class, List.of("-XX:UseAVX=2")),
                ChildJvm.start(MatrixHash.class, List.of("-XX:MaxVectorSize=16")));
        String expected = MatrixHash.of(SCALAR);
        assertThat(MatrixHash.of(PANAMA)).isEqualTo(expected);
        for (ChildJvm child : children) {
            assertThat(child.output()).as("%s", child.options()).endsWith(" " + expected);
        }
    }

    @Test
    void brokenKernelsAreDetected() {
        for (MatrixKernels broken : List.of(BrokenMatrixKernels.withoutFusing(), BrokenMatrixKernels.inAnotherOrder(),
                BrokenMatrixKernels.tooWide())) {
            assertThat(edges(Content.ORDINARY))
                    .anyMatch(input -> !Arrays.equals(input.product(broken), input.product(SCALAR)));
        }
        MatrixInput input = MatrixInput.random(Content.ORDINARY, 3, 4, 5, false, 2, 1);
        assertThat(writesOutsideOfC(input, input.product(BrokenMatrixKernels.tooWide()))).isTrue();
    }
}
