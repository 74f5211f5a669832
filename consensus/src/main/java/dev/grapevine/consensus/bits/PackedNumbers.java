package dev.grapevine.consensus.bits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers of 1 to 32 bits in lanes, so that vectors read and write many of them at once.
 *
 * <p>Whole groups of {@value #GROUP} numbers are packed in {@value #LANES} lanes side by side, so that vectors of any width
 * up to that read and write them without moving bits from lane to lane: number {@code i} belongs to lane
 * {@code i % LANES}; each lane's numbers follow each other in 32-bit words, the first in the lowest bits; word {@code w} of
 * lane {@code l} lies at byte {@code 4 · (w · LANES + l)} of the group, little-endian. The rest after the last whole
 * group is one stream of bits ({@link BitWriter}).
 */
public final class PackedNumbers {

    /** Numbers side by side. */
    public static final int LANES = 16;

    /** 32 numbers a lane, which is a whole number of words for any number of bits. */
    public static final int GROUP = LANES * Integer.SIZE;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedNumbers() {}

    /** Reads them in their order. */
    public static final class Reader {
        private final byte[] source;
        private final int offset;
        private final int bits;
        private final int grouped;
        private final BitReader rest;
        private int next;

        /** @param length how many there are */
        public Reader(byte[] source, int offset, int bits, int length) {
            this.source = source;
            this.offset = offset;
            this.bits = bits;
            this.grouped = length - length % GROUP;
            this.rest = new BitReader(source, offset + BitWriter.bytes(bits, grouped),
                    BitWriter.bytes(bits, length - grouped));
        }

        /** The next number, without sign. */
        public int read() {
            return next < grouped
                    ? get(source, offset, next++, bits) & -1 >>> (Integer.SIZE - bits)
                    : (int) rest.read(bits);
        }
    }

    /** Writes them in their order. */
    public static final class Writer {
        private final byte[] target;
        private final int offset;
        private final int bits;
        private final int grouped;
        private final BitWriter rest;
        private int next;

        /**
         * @param target of zeros
         * @param length how many there will be
         */
        public Writer(byte[] target, int offset, int bits, int length) {
            this.target = target;
            this.offset = offset;
            this.bits = bits;
            this.grouped = length - length % GROUP;
            this.rest = new BitWriter(target, offset + BitWriter.bytes(bits, grouped));
        }

        /** Writes the lowest bits of a number. */
        public void write(int number) {
            if (next < grouped) {
                put(target, offset, next++, bits, number);
            } else {
                rest.write(number, bits);
            }
        }

        public void finish() {
            rest.finish();
        }
    }

    /** Writes a number's lowest bits into a whole group of zeros. */
    public static void put(byte[] target, int offset, int i, int bits, int number) {
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
    public static int get(byte[] source, int offset, int i, int bits) {
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
