package dev.grapevine.node.replica.kernel;

import java.util.Arrays;

/**
 * Products of small matrices, the main work of training.
 *
 * <p>Each output element is the fused multiply-add of its terms in order of the inner index, so the scalar and the
 * vectorised implementation give the same bits. Implementations are stateless and thread-safe.
 */
public interface MatrixKernels {

    /** Fastest implementation on this virtual machine. */
    static MatrixKernels best() {
        return MatrixKernelChoice.BEST;
    }

    /**
     * Matrix inside an array.
     *
     * @param values       the array
     * @param offset       index of element (0, 0)
     * @param rowStride    distance between rows
     * @param columnStride distance between columns
     */
    record View(float[] values, int offset, int rowStride, int columnStride) {

        /** Row-major matrix. */
        public static View rowMajor(float[] values, int offset, int columns) {
            return new View(values, offset, columns, 1);
        }

        /** The same elements with rows and columns exchanged. */
        public View transposed() {
            return new View(values, offset, columnStride, rowStride);
        }
    }

    /**
     * {@code C += A · B}.
     *
     * @param rows    of A and C
     * @param columns of B and C
     * @param inner   columns of A and rows of B
     * @param a       any strides
     * @param b       columns next to each other
     * @param c       columns next to each other; overlaps with neither A nor B
     */
    void multiplyAdd(int rows, int columns, int inner, View a, View b, View c);

    /**
     * {@code C = A · B}, with the rounding of {@link #multiplyAdd} onto zeros.
     *
     * @param rows    of A and C
     * @param columns of B and C
     * @param inner   columns of A and rows of B
     * @param a       any strides
     * @param b       columns next to each other
     * @param c       columns next to each other; overlaps with neither A nor B
     */
    default void multiply(int rows, int columns, int inner, View a, View b, View c) {
        for (int row = 0; row < rows; row++) {
            int from = c.offset() + row * c.rowStride();
            Arrays.fill(c.values(), from, from + columns, 0);
        }
        multiplyAdd(rows, columns, inner, a, b, c);
    }
}
