package dev.grapevine.testbed.bench;

import java.util.List;

/**
 * A product of matrices that training is made of.
 *
 * @param rows        of A and C
 * @param columns     of B and C
 * @param inner       columns of A and rows of B
 * @param aTransposed whether A lies in memory column after column
 * @param use         where it occurs
 */
record GemmShape(int rows, int columns, int inner, boolean aTransposed, String use) {

    static final List<GemmShape> ALL = List.of(new GemmShape(32, 256, 784, false, "dense forward"),
            new GemmShape(128, 256, 784, false, "dense forward"),
            new GemmShape(784, 256, 32, true, "dense weight gradient"),
            new GemmShape(784, 256, 128, true, "dense weight gradient"),
            new GemmShape(32, 256, 128, false, "dense input gradient"),
            new GemmShape(128, 256, 128, false, "dense input gradient"),
            new GemmShape(32, 10, 784, false, "classes forward"),
            new GemmShape(784, 10, 32, true, "classes weight gradient"),
            new GemmShape(196, 64, 800, false, "convolution, positions by channels"),
            new GemmShape(64, 196, 800, false, "convolution, channels by positions"),
            new GemmShape(6, 784, 25, false, "convolution of one channel"),
            new GemmShape(256, 256, 256, false, "square"), new GemmShape(512, 512, 512, false, "square"),
            new GemmShape(1024, 1024, 1024, false, "square"));

    double operations() {
        return 2.0 * rows * columns * inner;
    }

    @Override
    public String toString() {
        return rows + "x" + columns + "x" + inner;
    }
}
