package dev.grapevine.consensus.kernel;

import dev.grapevine.consensus.bits.BitPacking;
import dev.grapevine.consensus.coding.lattice.ModularCodec;
import dev.grapevine.consensus.units.Lattice;

/**
 * The arithmetic of {@link ModularCodec}: numbers of lattice points, cut to their lowest bits and packed.
 *
 * <p>Whole groups of {@value #GROUP} numbers are packed in {@value #LANES} lanes side by side, so that vectors of any width
 * up to that read and write them without moving bits from lane to lane: number {@code i} belongs to lane
 * {@code i % LANES}; each lane's numbers follow each other in 32-bit words, the first in the lowest bits; word {@code w} of
 * lane {@code l} lies at byte {@code 4 · (w · LANES + l)} of the group, little-endian. What remains after the last whole
 * group is one stream of bits ({@link BitPacking}).
 *
 * <p>{@link ScalarLatticeKernels} says what each operation means, {@link PanamaLatticeKernels} does it with the Vector API;
 * both give the same bits. They hold no state and may be used by any thread; nothing is allocated for whole groups.
 */
interface LatticeKernels {

    int LANES = 16;
    /** 32 numbers a lane, which is a whole number of words for any number of bits. */
    int GROUP = LANES * Integer.SIZE;

    /** Bits of a value that are multiplied by a grid's divisor apart from the rest, lest the product overflows. */
    int LOW_BITS = Lattice.DIVIDED_EXPONENT_MIN;
    int LOW_MASK = (1 << LOW_BITS) - 1;

    /** The fastest implementation that this virtual machine offers. */
    static LatticeKernels best() {
        return LatticeKernelChoice.BEST;
    }

    /**
     * Packs the lattice point of each value.
     *
     * @param values in units, from {@code offset} on
     * @param grid   with bits
     * @return the checksum over the whole numbers and their dither
     */
    int encode(int[] values, int offset, int length, Lattice grid, int ditherSeed, byte[] target, int targetOffset);

    /** The checksum that {@link #encode} gives, without packing anything. */
    int checksum(int[] values, int offset, int length, Lattice grid, int ditherSeed);

    /**
     * Reads packed points as the nearest ones to the own values.
     *
     * @param own        in units, from {@code offset} on
     * @param difference receives the read points minus the own ones, in units, from index 0 on
     * @return the checksum over the numbers that were read
     */
    int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, Lattice grid, int ditherSeed,
            int[] difference);
}
