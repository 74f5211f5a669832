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
    public int encode(int[] values, int offset, int length, Lattice lattice, int ditherSeed, byte[] target,
            int targetOffset) {
        int grouped = length - length % GROUP;
        int checksum = 0;
        clear(target, targetOffset, grouped, lattice.bits());
        for (int i = 0; i < grouped; i++) {
            int random = Dither.at(ditherSeed, i);
            int point = point(values[offset + i], random, lattice);
            checksum += Dither.mix(point ^ random);
            PackedNumbers.put(target, targetOffset, i, lattice.bits(), point);
        }
        return checksum + encodeRest(values, offset, grouped, length, lattice, ditherSeed,
                restOf(target, targetOffset, grouped, lattice.bits()));
    }

    /** A writer for the numbers after the last whole group. */
    static BitWriter restOf(byte[] target, int targetOffset, int from, int bits) {
        return new BitWriter(target, targetOffset + BitWriter.bytes(bits, from));
    }

    /** Packs the last points and finishes. */
    static int encodeRest(int[] values, int offset, int from, int length, Lattice lattice, int ditherSeed,
            BitWriter rest) {
        int checksum = 0;
        for (int i = from; i < length; i++) {
            int random = Dither.at(ditherSeed, i);
            int point = point(values[offset + i], random, lattice);
            checksum += Dither.mix(point ^ random);
            rest.write(point, lattice.bits());
        }
        rest.finish();
        return checksum;
    }

    @Override
    public int checksum(int[] values, int offset, int length, Lattice lattice, int ditherSeed) {
        return checksumOfRest(values, offset, 0, length, lattice, ditherSeed);
    }

    static int checksumOfRest(int[] values, int offset, int from, int length, Lattice lattice, int ditherSeed) {
        int checksum = 0;
        for (int i = from; i < length; i++) {
            int random = Dither.at(ditherSeed, i);
            checksum += Dither.mix(point(values[offset + i], random, lattice) ^ random);
        }
        return checksum;
    }

    @Override
    public int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, Lattice lattice,
            int ditherSeed,
            int[] difference) {
        int grouped = length - length % GROUP;
        int checksum = 0;
        for (int i = 0; i < grouped; i++) {
            checksum += read(PackedNumbers.get(source, sourceOffset, i, lattice.bits()), own[offset + i], i, lattice,
                    ditherSeed,
                    difference);
        }
        unpackRest(source, sourceOffset, grouped, length, lattice.bits(), difference);
        return checksum + decodeUnpacked(own, offset, grouped, length, lattice, ditherSeed, difference);
    }

    /** Unpacks the numbers after the last whole group into the places of their differences. */
    static void unpackRest(byte[] source, int sourceOffset, int from, int length, int bits, int[] difference) {
        BitReader rest = new BitReader(source, sourceOffset + BitWriter.bytes(bits, from),
                BitWriter.bytes(bits, length - from));
        for (int i = from; i < length; i++) {
            difference[i] = (int) rest.read(bits);
        }
    }

    /** Replaces unpacked numbers by differences. */
    static int decodeUnpacked(int[] own, int offset, int from, int length, Lattice lattice, int ditherSeed,
            int[] difference) {
        int checksum = 0;
        for (int i = from; i < length; i++) {
            checksum += read(difference[i], own[offset + i], i, lattice, ditherSeed, difference);
        }
        return checksum;
    }

    /** Decodes to the point with these bits that is nearest to the local one: the signed difference modulo 2^bits. */
    private static int read(int code, int own, int i, Lattice lattice, int ditherSeed, int[] difference) {
        int random = Dither.at(ditherSeed, i);
        int mine = point(own, random, lattice);
        int steps = signed(code - mine, lattice.bits());
        difference[i] = lattice.units(steps);
        return Dither.mix((mine + steps) ^ random);
    }

    /** ⌊(value · divisor + dither) / 2^exponent⌋. */
    private static int point(int value, int random, Lattice lattice) {
        int dither = Dither.below(random, lattice.stepExponent());
        if (lattice.stepDivisor() == 1) {
            return (value + dither) >> lattice.stepExponent();
        }
        // The product has up to 33 bits, so its lowest ones are taken apart from the rest.
        int low = (value & LOW_MASK) * lattice.stepDivisor() + dither;
        int high = (value >> LOW_BITS) * lattice.stepDivisor();
        return (high + (low >> LOW_BITS)) >> (lattice.stepExponent() - LOW_BITS);
    }

    private static int signed(int code, int bits) {
        int unused = Integer.SIZE - bits;
        return (code << unused) >> unused;
    }

    private static void clear(byte[] target, int offset, int length, int bits) {
        Arrays.fill(target, offset, offset + BitWriter.bytes(bits, length), (byte) 0);
    }
}
