package dev.grapevine.node.replica.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import dev.grapevine.consensus.testing.RandomFloats;

/**
 * Windows onto random values and a matrix to multiply them with, each inside a larger array.
 *
 * @param rowPlaces   arbitrary offsets, so that rows overlap
 * @param innerPlaces arbitrary offsets
 */
record WindowInput(float[] a, int[] rowPlaces, int[] innerPlaces, float[] b, int columns, float[] c, int offset) {

    static final List<Integer> ROWS = List.of(0, 1, 3, 4, 7, 8, 9, 21);
    static final List<Integer> COLUMNS = List.of(16, 32, 48, 64);
    static final List<Integer> INNER = List.of(0, 1, 2, 25, 40);
    private static final int PLACES = 50;

    static WindowInput random(int rows, int columns, int inner, int offset, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new WindowInput(RandomFloats.uniform(offset + 2 * PLACES, random), places(rows, random),
                places(inner, random),
                RandomFloats.uniform(offset + inner * columns + offset, random), columns,
                RandomFloats.uniform(offset + rows * columns + offset, random), offset);
    }

    private static int[] places(int count, SplittableRandom random) {
        int[] places = new int[count];
        Arrays.setAll(places, i -> random.nextInt(PLACES));
        return places;
    }

    /** The whole array of C after the product was added. */
    float[] product(ConvolutionKernels kernels) {
        float[] target = c.clone();
        kernels.multiplyAdd(a, offset, rowPlaces, innerPlaces, b, offset, columns, target, offset);
        return target;
    }

    /** The whole array of C after the rows of B were added to its start. */
    float[] rowSums(ConvolutionKernels kernels) {
        float[] target = Arrays.copyOf(c, columns + offset);
        kernels.addRows(b, offset, innerPlaces.length, columns, target);
        return target;
    }

    @Override
    public String toString() {
        return rowPlaces.length + " x " + innerPlaces.length + " times " + innerPlaces.length + " x " + columns
                + ", from " + offset + " on";
    }
}
