package dev.grapevine.node.replica.kernel;

import java.util.SplittableRandom;

import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.kernel.MatrixKernels.View;

/**
 * Three matrices to multiply, each inside a larger array.
 *
 * @param rows    of A and C
 * @param columns of B and C
 * @param inner   columns of A and rows of B
 */
record MatrixInput(int rows, int columns, int inner, View a, View b, View c) {

    /** Sizes around the widths of vectors and the heights of tiles. */
    static final int[] EDGE_SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65};

    private static final float[] SPECIAL = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
            Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 1f, -1f,
            Math.nextUp(1f), 0x1p-64f};

    /** Kinds of numbers. */
    enum Content {
        /** Values of both signs and similar magnitude, so that every rounding and every order of summation shows. */
        ORDINARY,
        /** Special values of floating-point arithmetic. */
        SPECIAL
    }

    /**
     * @param transposed whether A is column-major
     * @param offset     of each matrix within its array; the rows of B and C are also this much farther apart
     */
    static MatrixInput random(Content content, int rows, int columns, int inner, boolean transposed, int offset,
            long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        View a = transposed
                ? matrix(content, inner, rows, offset, 0, random).transposed()
                : matrix(content, rows, inner, offset, 0, random);
        return new MatrixInput(rows, columns, inner, a, matrix(content, inner, columns, offset, offset, random),
                matrix(content, rows, columns, offset, offset, random));
    }

    private static View matrix(Content content, int rows, int columns, int offset, int gap, SplittableRandom random) {
        int count = offset + rows * (columns + gap) + offset;
        float[] values = switch (content) {
            case ORDINARY -> RandomFloats.uniform(count, random);
            case SPECIAL -> RandomFloats.among(SPECIAL, count, random);
        };
        return View.rowMajor(values, offset, columns + gap);
    }

    /** Bits of C's whole array after the product was added, NaN payloads included. */
    int[] product(MatrixKernels kernels) {
        float[] target = c.values().clone();
        kernels.multiplyAdd(rows, columns, inner, a, b, new View(target, c.offset(), c.rowStride(), c.columnStride()));
        return bits(target);
    }

    /** Bits of C's whole array after it was replaced by the product. */
    int[] freshProduct(MatrixKernels kernels) {
        float[] target = c.values().clone();
        kernels.multiply(rows, columns, inner, a, b, new View(target, c.offset(), c.rowStride(), c.columnStride()));
        return bits(target);
    }

    private static int[] bits(float[] target) {
        int[] bits = new int[target.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(target[i]);
        }
        return bits;
    }

    /** Whether an index of C's array is an element of C. */
    boolean isInC(int index) {
        int place = index - c.offset();
        return place >= 0 && place / c.rowStride() < rows && place % c.rowStride() < columns;
    }

    @Override
    public String toString() {
        return rows + " x " + inner + " times " + inner + " x " + columns + ", A with strides " + a.rowStride() + ", "
                + a.columnStride() + ", from " + a.offset() + " on";
    }
}
