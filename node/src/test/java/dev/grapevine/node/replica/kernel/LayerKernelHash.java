package dev.grapevine.node.replica.kernel;

import jdk.incubator.vector.FloatVector;

/** Prints the vector width of this virtual machine and a hash of the layer kernels' results. */
final class LayerKernelHash {

    /** Enough repetitions for the compiler to vectorise the loops. */
    private static final int TIMES = 300;

    private static final int[] SIZES = {1, 5, 16, 33, 100};

    private LayerKernelHash() {}

    public static void main(String[] arguments) {
        System.out.println(FloatVector.SPECIES_PREFERRED.vectorBitSize() + " " + of(new PanamaLayerKernels()));
    }

    static String of(LayerKernels kernels) {
        long hash = 1;
        for (int time = 0; time < TIMES; time++) {
            for (LayerKernelInput.Call call : LayerKernelInput.CALLS) {
                for (int length : SIZES) {
                    for (int bits : new LayerKernelInput(length, length % 5, false, length).result(call, kernels)) {
                        hash = hash * 0x9E37_79B9_7F4A_7C15L + bits;
                    }
                }
            }
        }
        return Long.toHexString(hash);
    }
}
