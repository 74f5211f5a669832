package dev.grapevine.consensus.kernel;

import java.util.List;
import java.util.SplittableRandom;

import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.units.Lattice;

/**
 * Prints one number for all that lattice kernels answer. To be started with other settings of the virtual machine than the
 * tests have.
 */
final class LatticeHash {

    /** Around whole vectors of each width and whole groups. */
    private static final int[] LENGTHS = {1, 3, 15, 16, 17, 31, 100, 511, 512, 513, 1000, 1024, 1031};
    private static final List<Lattice> GRIDS = List.of(new Lattice(0, 2), new Lattice(3, 5), new Lattice(20, 3),
            new Lattice(10, 3, 3),
            new Lattice(12, 5, 4), new Lattice(8, 7, 8), new Lattice(4, 16), new Lattice(0, 32), new Lattice(30, 2),
            new Lattice(11, 20));

    private LatticeHash() {}

    /** @param arguments how often to ask all before, so that the compiler turns it into vector instructions */
    public static void main(String[] arguments) {
        LatticeKernels kernels = new PanamaLatticeKernels();
        long hash = hash(kernels);
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            if (hash(kernels) != hash) {
                throw new IllegalStateException("Other answers once they are compiled");
            }
        }
        System.out.println(hash);
    }

    /** One number for all answers. */
    static long hash(LatticeKernels kernels) {
        SplittableRandom random = new SplittableRandom(5);
        long hash = 1;
        for (Lattice lattice : GRIDS) {
            for (int length : LENGTHS) {
                int[] values = random.ints(length + 3, -(1 << 30), 1 << 30).toArray();
                int[] own = values.clone();
                for (int i = 0; i < own.length; i++) {
                    own[i] += random.nextInt(-64, 64);
                }
                int seed = random.nextInt();
                byte[] packed = new byte[2 + BitWriter.bytes(lattice.bits(), length)];
                int[] difference = new int[length];
                hash = mix(hash, kernels.encode(values, 3, length, lattice, seed, packed, 2));
                hash = mix(hash, kernels.checksum(values, 3, length, lattice, seed));
                hash = mix(hash, kernels.decode(packed, 2, own, 3, length, lattice, seed, difference));
                for (byte part : packed) {
                    hash = mix(hash, part);
                }
                for (int units : difference) {
                    hash = mix(hash, units);
                }
            }
        }
        return hash;
    }

    private static long mix(long hash, long value) {
        return hash * 0x9E37_79B9_7F4A_7C15L + value;
    }
}
