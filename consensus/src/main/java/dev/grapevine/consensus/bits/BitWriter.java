package dev.grapevine.consensus.bits;

import java.util.Objects;

/**
 * Appends bits to a byte array, the first in the lowest bit of the first byte. For one thread; used again by {@link
 * #start}.
 */
public final class BitWriter {

    private byte[] target;
    private int position;
    private long pending;
    private int pendingBits;

    /** For use after {@link #start}. */
    public BitWriter() {}

    /** Begins at some byte. */
    public BitWriter(byte[] bytes, int offset) {
        start(bytes, offset);
    }

    /** Bytes that {@code length} numbers of {@code bits} bits take. */
    public static int bytes(int bits, int length) {
        return Math.toIntExact(((long) bits * length + 7) / 8);
    }

    /** Begins at some byte. */
    public void start(byte[] bytes, int offset) {
        target = Objects.requireNonNull(bytes);
        position = offset;
        pending = 0;
        pendingBits = 0;
    }

    /** Writes the lowest bits of a number, 0 to 32 of them. */
    public void write(int number, int bits) {
        pending |= (number & (1L << bits) - 1) << pendingBits;
        pendingBits += bits;
        if (pendingBits >= Integer.SIZE) {
            LittleEndian.putInt(target, position, (int) pending);
            position += Integer.BYTES;
            pending >>>= Integer.SIZE;
            pendingBits -= Integer.SIZE;
        }
    }

    /** Writes the lowest bits of several numbers, 1 to 32 of each. */
    public void writeAll(int[] numbers, int bits) {
        long mask = (1L << bits) - 1;
        long word = pending;
        int wordBits = pendingBits;
        for (int number : numbers) {
            word |= (number & mask) << wordBits;
            wordBits += bits;
            if (wordBits >= Integer.SIZE) {
                LittleEndian.putInt(target, position, (int) word);
                position += Integer.BYTES;
                word >>>= Integer.SIZE;
                wordBits -= Integer.SIZE;
            }
        }
        pending = word;
        pendingBits = wordBits;
    }

    /**
     * Writes a number of any size with a Rice code: as many zeros as the number without its lowest bits says, a one,
     * and those lowest bits.
     */
    public void writeRice(int number, int parameter) {
        int zeros = number >>> parameter;
        for (; zeros >= Integer.SIZE - 1; zeros -= Integer.SIZE - 1) {
            write(0, Integer.SIZE - 1);
        }
        write(1 << zeros, zeros + 1);
        write(number, parameter);
    }

    /** Writes what is left, and says where the next byte would be. */
    public int finish() {
        for (; pendingBits > 0; pendingBits -= Byte.SIZE) {
            target[position++] = (byte) pending;
            pending >>>= Byte.SIZE;
        }
        pendingBits = 0;
        return position;
    }
}
