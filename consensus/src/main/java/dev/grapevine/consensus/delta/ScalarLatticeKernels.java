package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Number by number, in plain Java. */
final class ScalarLatticeKernels implements LatticeKernels {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    public int encode(int[] values, int offset, int length, int stepExponent, int bits, int ditherSeed, byte[] target,
            int targetOffset) {
        int grouped = length - length % GROUP;
        int checksum = 0;
        clear(target, targetOffset, grouped, bits);
        for (int i = 0; i < grouped; i++) {
            int random = Dither.at(ditherSeed, i);
            int point = point(values[offset + i], random, stepExponent);
            checksum += Dither.mix(point ^ random);
            put(target, targetOffset, i, bits, point);
        }
        return checksum + encodeRest(values, offset, grouped, length, stepExponent, bits, ditherSeed, target,
                targetOffset);
    }

    /** What follows the last whole group. */
    static int encodeRest(int[] values, int offset, int from, int length, int stepExponent, int bits, int ditherSeed,
            byte[] target, int targetOffset) {
        int checksum = 0;
        BitPacking.Writer rest = new BitPacking.Writer(target, targetOffset + BitPacking.bytes(bits, from), bits);
        for (int i = from; i < length; i++) {
            int random = Dither.at(ditherSeed, i);
            int point = point(values[offset + i], random, stepExponent);
            checksum += Dither.mix(point ^ random);
            rest.write(point);
        }
        rest.finish();
        return checksum;
    }

    @Override
    public int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, int stepExponent, int bits,
            int ditherSeed, int[] difference) {
        int grouped = length - length % GROUP;
        int checksum = 0;
        for (int i = 0; i < grouped; i++) {
            checksum += read(get(source, sourceOffset, i, bits), own[offset + i], i, stepExponent, bits, ditherSeed,
                    difference);
        }
        return checksum + decodeRest(source, sourceOffset, own, offset, grouped, length, stepExponent, bits, ditherSeed,
                difference);
    }

    static int decodeRest(byte[] source, int sourceOffset, int[] own, int offset, int from, int length,
            int stepExponent, int bits, int ditherSeed, int[] difference) {
        int checksum = 0;
        BitPacking.Reader rest = new BitPacking.Reader(source, sourceOffset + BitPacking.bytes(bits, from), bits);
        for (int i = from; i < length; i++) {
            checksum += read(rest.read(), own[offset + i], i, stepExponent, bits, ditherSeed, difference);
        }
        return checksum;
    }

    /** Of all points with these bits the one nearest to the own: the difference modulo 2^bits, with its sign. */
    private static int read(int code, int own, int i, int stepExponent, int bits, int ditherSeed, int[] difference) {
        int random = Dither.at(ditherSeed, i);
        int mine = point(own, random, stepExponent);
        int steps = signed(code - mine, bits);
        difference[i] = Math.min(steps, largestSteps(stepExponent)) << stepExponent;
        return Dither.mix((mine + steps) ^ random);
    }

    @Override
    public void pack(int[] difference, int length, int stepExponent, int bits, byte[] target, int targetOffset) {
        int grouped = length - length % GROUP;
        clear(target, targetOffset, grouped, bits);
        for (int i = 0; i < grouped; i++) {
            put(target, targetOffset, i, bits, difference[i] >> stepExponent);
        }
        packRest(difference, grouped, length, stepExponent, bits, target, targetOffset);
    }

    static void packRest(int[] difference, int from, int length, int stepExponent, int bits, byte[] target,
            int targetOffset) {
        BitPacking.Writer rest = new BitPacking.Writer(target, targetOffset + BitPacking.bytes(bits, from), bits);
        for (int i = from; i < length; i++) {
            rest.write(difference[i] >> stepExponent);
        }
        rest.finish();
    }

    @Override
    public void unpack(byte[] source, int sourceOffset, int length, int stepExponent, int bits, int[] difference) {
        int grouped = length - length % GROUP;
        for (int i = 0; i < grouped; i++) {
            difference[i] = signed(get(source, sourceOffset, i, bits), bits) << stepExponent;
        }
        unpackRest(source, sourceOffset, grouped, length, stepExponent, bits, difference);
    }

    static void unpackRest(byte[] source, int sourceOffset, int from, int length, int stepExponent, int bits,
            int[] difference) {
        BitPacking.Reader rest = new BitPacking.Reader(source, sourceOffset + BitPacking.bytes(bits, from), bits);
        for (int i = from; i < length; i++) {
            difference[i] = signed(rest.read(), bits) << stepExponent;
        }
    }

    /** From one end of the range to the other it can be 2³¹ units, one more than an int holds. */
    static int largestSteps(int stepExponent) {
        return Integer.MAX_VALUE >> stepExponent;
    }

    private static int point(int value, int random, int stepExponent) {
        return (value + Dither.below(random, stepExponent)) >> stepExponent;
    }

    private static int signed(int code, int bits) {
        int unused = Integer.SIZE - bits;
        return (code << unused) >> unused;
    }

    private static void clear(byte[] target, int offset, int length, int bits) {
        Arrays.fill(target, offset, offset + BitPacking.bytes(bits, length), (byte) 0);
    }

    private static void put(byte[] target, int offset, int i, int bits, int number) {
        int bit = i % GROUP / LANES * bits;
        int shift = bit % Integer.SIZE;
        int code = bits == Integer.SIZE ? number : number & ((1 << bits) - 1);
        int word = word(offset, i, bits, bit);
        WORDS.set(target, word, (int) WORDS.get(target, word) | code << shift);
        if (shift + bits > Integer.SIZE) {
            int next = word + LANES * Integer.BYTES;
            WORDS.set(target, next, (int) WORDS.get(target, next) | code >>> (Integer.SIZE - shift));
        }
    }

    /** The number's bits, and above them whatever follows. */
    private static int get(byte[] source, int offset, int i, int bits) {
        int bit = i % GROUP / LANES * bits;
        int shift = bit % Integer.SIZE;
        int word = word(offset, i, bits, bit);
        int code = (int) WORDS.get(source, word) >>> shift;
        return shift + bits > Integer.SIZE
                ? code | (int) WORDS.get(source, word + LANES * Integer.BYTES) << (Integer.SIZE - shift)
                : code;
    }

    private static int word(int offset, int i, int bits, int bit) {
        return offset + i / GROUP * GROUP / 8 * bits + Integer.BYTES * (bit / Integer.SIZE * LANES + i % LANES);
    }
}
