package dev.grapevine.consensus.kernel;

import dev.grapevine.consensus.bits.PackedNumbers;
import dev.grapevine.consensus.units.Lattice;

/**
 * The arithmetic of {@link ModularCodec}: numbers of lattice points, cut to their lowest bits and packed as
 * {@link PackedNumbers}.
 *
 * <p>{@link ScalarLatticeKernels} says what each operation means, {@link PanamaLatticeKernels} does it with the Vector API;
 * both give the same bits. They hold no state and may be used by any thread; nothing is allocated for whole groups.
 */
public interface LatticeKernels {

    int LANES = PackedNumbers.LANES;
    int GROUP = PackedNumbers.GROUP;

    /** Bits of a value that are multiplied by a lattice's divisor apart from the rest, lest the product overflows. */
    int LOW_BITS = Lattice.DIVIDED_EXPONENT_MIN;
    int LOW_MASK = (1 << LOW_BITS) - 1;

    /** The fastest implementation that this virtual machine offers. */
    static LatticeKernels best() {
        return KernelFamilies.LATTICES;
    }

    /** The implementation in plain Java, to compare with. */
    static LatticeKernels scalar() {
        return new ScalarLatticeKernels();
    }

    /**
     * Packs the lattice point of each value.
     *
     * @param values in units, from {@code offset} on
     * @param lattice   with bits
     * @return the checksum over the whole numbers and their dither
     */
    int encode(int[] values, int offset, int length, Lattice lattice, int ditherSeed, byte[] target, int targetOffset);

    /** The checksum that {@link #encode} gives, without packing anything. */
    int checksum(int[] values, int offset, int length, Lattice lattice, int ditherSeed);

    /**
     * Reads packed points as the nearest ones to the own values.
     *
     * @param own        in units, from {@code offset} on
     * @param difference receives the read points minus the own ones, in units, from index 0 on
     * @return the checksum over the numbers that were read
     */
    int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, Lattice lattice, int ditherSeed,
            int[] difference);
}
