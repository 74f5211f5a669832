package dev.grapevine.consensus.kernel;

import java.util.Arrays;

import dev.grapevine.consensus.bits.BitReader;
import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.bits.PackedNumbers;
import dev.grapevine.consensus.random.Dither;
import dev.grapevine.consensus.units.Lattice;

/** Number by number, in plain Java. */
final class ScalarLatticeKernels implements LatticeKernels {

    @Override
    public int encode(int[] values, int offset, int length, Lattice grid, int ditherSeed, byte[] target,
            int targetOffset) {
        int grouped = length - length % GROUP;
        int checksum = 0;
        clear(target, targetOffset, grouped, grid.bits());
        for (int i = 0; i < grouped; i++) {
            int random = Dither.at(ditherSeed, i);
            int point = point(values[offset + i], random, grid);
            checksum += Dither.mix(point ^ random);
            PackedNumbers.put(target, targetOffset, i, grid.bits(), point);
        }
        return checksum + encodeRest(values, offset, grouped, length, grid, ditherSeed,
                restOf(target, targetOffset, grouped, grid.bits()));
    }

    /** For what follows the last whole group. */
    static BitWriter restOf(byte[] target, int targetOffset, int from, int bits) {
        return new BitWriter(target, targetOffset + BitWriter.bytes(bits, from));
    }

    /** Packs the last points and finishes. */
    static int encodeRest(int[] values, int offset, int from, int length, Lattice grid, int ditherSeed,
            BitWriter rest) {
        int checksum = 0;
        for (int i = from; i < length; i++) {
            int random = Dither.at(ditherSeed, i);
            int point = point(values[offset + i], random, grid);
            checksum += Dither.mix(point ^ random);
            rest.write(point, grid.bits());
        }
        rest.finish();
        return checksum;
    }

    @Override
    public int checksum(int[] values, int offset, int length, Lattice grid, int ditherSeed) {
        return checksumOfRest(values, offset, 0, length, grid, ditherSeed);
    }

    static int checksumOfRest(int[] values, int offset, int from, int length, Lattice grid, int ditherSeed) {
        int checksum = 0;
        for (int i = from; i < length; i++) {
            int random = Dither.at(ditherSeed, i);
            checksum += Dither.mix(point(values[offset + i], random, grid) ^ random);
        }
        return checksum;
    }

    @Override
    public int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, Lattice grid, int ditherSeed,
            int[] difference) {
        int grouped = length - length % GROUP;
        int checksum = 0;
        for (int i = 0; i < grouped; i++) {
            checksum += read(PackedNumbers.get(source, sourceOffset, i, grid.bits()), own[offset + i], i, grid,
                    ditherSeed,
                    difference);
        }
        unpackRest(source, sourceOffset, grouped, length, grid.bits(), difference);
        return checksum + decodeUnpacked(own, offset, grouped, length, grid, ditherSeed, difference);
    }

    /** Puts the numbers after the last whole group, as they came, where their differences will be. */
    static void unpackRest(byte[] source, int sourceOffset, int from, int length, int bits, int[] difference) {
        BitReader rest = new BitReader(source, sourceOffset + BitWriter.bytes(bits, from),
                BitWriter.bytes(bits, length - from));
        for (int i = from; i < length; i++) {
            difference[i] = (int) rest.read(bits);
        }
    }

    /** Replaces numbers as they came by differences. */
    static int decodeUnpacked(int[] own, int offset, int from, int length, Lattice grid, int ditherSeed,
            int[] difference) {
        int checksum = 0;
        for (int i = from; i < length; i++) {
            checksum += read(difference[i], own[offset + i], i, grid, ditherSeed, difference);
        }
        return checksum;
    }

    /** Of all points with these bits the one nearest to the own: the difference modulo 2^bits, with its sign. */
    private static int read(int code, int own, int i, Lattice grid, int ditherSeed, int[] difference) {
        int random = Dither.at(ditherSeed, i);
        int mine = point(own, random, grid);
        int steps = signed(code - mine, grid.bits());
        difference[i] = grid.units(steps);
        return Dither.mix((mine + steps) ^ random);
    }

    /** ⌊(value · divisor + dither) / 2^exponent⌋. */
    private static int point(int value, int random, Lattice grid) {
        int dither = Dither.below(random, grid.stepExponent());
        if (grid.stepDivisor() == 1) {
            return (value + dither) >> grid.stepExponent();
        }
        // The product has up to 33 bits, so its lowest ones are taken apart from the rest.
        int low = (value & LOW_MASK) * grid.stepDivisor() + dither;
        int high = (value >> LOW_BITS) * grid.stepDivisor();
        return (high + (low >> LOW_BITS)) >> (grid.stepExponent() - LOW_BITS);
    }

    private static int signed(int code, int bits) {
        int unused = Integer.SIZE - bits;
        return (code << unused) >> unused;
    }

    private static void clear(byte[] target, int offset, int length, int bits) {
        Arrays.fill(target, offset, offset + BitWriter.bytes(bits, length), (byte) 0);
    }
}
