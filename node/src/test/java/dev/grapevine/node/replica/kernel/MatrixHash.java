package dev.grapevine.node.replica.kernel;

import jdk.incubator.vector.FloatVector;

/** Prints the vector width of this virtual machine and a hash of the vector kernels' results. */
final class MatrixHash {

    private static final int[] SIZES = {1, 3, 4, 8, 13, 31, 33};
    /** Enough repetitions for the compiler to vectorise the loops. */
    private static final int TIMES = 8;

    private MatrixHash() {}

    public static void main(String[] arguments) {
        System.out.println(FloatVector.SPECIES_PREFERRED.vectorBitSize() + " " + of(new PanamaMatrixKernels()));
    }

    static String of(MatrixKernels kernels) {
        long hash = 1;
        for (int time = 0; time < TIMES; time++) {
            for (int rows : SIZES) {
                for (int columns : SIZES) {
                    for (int inner : SIZES) {
                        MatrixInput input = MatrixInput.random(MatrixInput.Content.ORDINARY, rows, columns, inner,
                                inner % 2 == 0, rows % 3, rows + 100L * columns + 10_000L * inner);
                        for (int bits : input.product(kernels)) {
                            hash = hash * 0x9E37_79B9_7F4A_7C15L + bits;
                        }
                    }
                }
            }
        }
        return Long.toHexString(hash);
    }
}
