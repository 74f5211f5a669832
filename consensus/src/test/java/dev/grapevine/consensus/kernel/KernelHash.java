package dev.grapevine.consensus.kernel;

import java.util.ArrayList;
import java.util.List;

import jdk.incubator.vector.FloatVector;

/**
 * Prints how many bits the vectors of this virtual machine have, and one number for all that the vector kernels answer
 * at all edge lengths. To be started with other settings of the virtual machine than the tests have.
 */
final class KernelHash {

    /** What a run prints in its only line. */
    record Line(int vectorBits, long hash) {

        static Line parse(String text) {
            String[] parts = text.strip().split(" ");
            return new Line(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }

        @Override
        public String toString() {
            return vectorBits + " " + hash;
        }
    }

    private KernelHash() {}

    /** @param arguments how often to warm up each kernel before, so that the compiler turns it into vector instructions */
    public static void main(String[] arguments) {
        Kernels kernels = new PanamaKernels();
        List<KernelInput> inputs = inputs();
        warmUp(kernels, Integer.parseInt(arguments[0]));
        System.out.println(new Line(FloatVector.SPECIES_PREFERRED.vectorBitSize(), hash(kernels, inputs)));
    }

    /** One number for all answers. */
    static long hash(Kernels kernels) {
        return hash(kernels, inputs());
    }

    private static long hash(Kernels kernels, List<KernelInput> inputs) {
        long hash = 1;
        for (KernelRun run : KernelRun.ALL) {
            for (KernelInput input : inputs) {
                for (long bits : run.bits(kernels, input)) {
                    hash = hash * 0x9E37_79B9_7F4A_7C15L + bits;
                }
            }
        }
        return hash;
    }

    private static List<KernelInput> inputs() {
        List<KernelInput> inputs = new ArrayList<>();
        for (int length : KernelInput.EDGE_LENGTHS) {
            for (KernelInput.Content content : KernelInput.Content.values()) {
                inputs.add(KernelInput.random(content, length, length % 3, length % 5, 7 * length + 11));
            }
        }
        return inputs;
    }

    private static void warmUp(Kernels kernels, int times) {
        KernelInput input = KernelInput.random(KernelInput.Content.ORDINARY, 1000, 0, 0, 3);
        for (KernelRun run : KernelRun.ALL) {
            for (int i = 0; i < times; i++) {
                run.body().call(kernels, input);
            }
        }
    }
}
