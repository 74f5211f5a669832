package dev.grapevine.consensus.kernel;

import dev.grapevine.consensus.bits.PackedNumbers;
import dev.grapevine.consensus.units.Lattice;

/**
 * The arithmetic of {@link ModularCodec}: numbers of lattice points, cut to their lowest bits and packed as
 * {@link PackedNumbers}.
 *
 * <p>{@link ScalarLatticeKernels} says what each operation means, {@link PanamaLatticeKernels} does it with the
 * Vector API; both give the same bits. They hold no state and may be used by any thread; nothing is allocated for
 * whole groups.
 */
public interface LatticeKernels {

    int LANES = PackedNumbers.LANES;
    int GROUP = PackedNumbers.GROUP;

    /** Low bits of a value, multiplied by the divisor separately so that the product does not overflow. */
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
     * Decodes each packed point to the lattice point nearest to the local value.
     *
     * @param own        in units, from {@code offset} on
     * @param difference receives the decoded points minus the local ones, in units, from index 0 on
     * @return the checksum over the decoded numbers
     */
    int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, Lattice lattice, int ditherSeed,
            int[] difference);
}
