package dev.grapevine.consensus.bits;

import java.util.Objects;

/**
 * Appends bits to a byte array, the first in the lowest bit of the first byte. For one thread; used again by {@link
 * #start}.
 */
public final class BitWriter {

    /** Rice-coded numbers that are written at once where they are short. */
    private static final int TOGETHER = 4;
    /** A few numbers of at most this many bits can be summed in an int. */
    private static final int SHORT_BITS = 20;

    private byte[] target;
    private int position;
    private long pending;
    private int pendingBits;

    /** A writer for use after {@link #start}. */
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
        append(number & (1L << bits) - 1, bits);
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

    /** Writes numbers with a Rice code, see {@link #writeRice(int, int)}; several at once where they are short. */
    public void writeRice(int[] numbers, int length, int parameter) {
        int ownBits = parameter + 1;
        // Local, so that they stay in registers.
        long word = pending;
        int wordBits = pendingBits;
        int i = 0;
        for (; i <= length - TOGETHER; i += TOGETHER) {
            int zeros0 = numbers[i] >>> parameter;
            int zeros1 = numbers[i + 1] >>> parameter;
            int zeros2 = numbers[i + 2] >>> parameter;
            int zeros3 = numbers[i + 3] >>> parameter;
            // Looked at before they are summed: four long ones would not fit an int.
            if ((zeros0 | zeros1 | zeros2 | zeros3) >>> SHORT_BITS == 0
                    && zeros0 + zeros1 + zeros2 + zeros3 + TOGETHER * ownBits <= Integer.SIZE) {
                int bits0 = zeros0 + ownBits;
                int bits2 = zeros2 + ownBits;
                long first = code(numbers[i], zeros0, parameter) | code(numbers[i + 1], zeros1, parameter) << bits0;
                long second = code(numbers[i + 2], zeros2, parameter)
                        | code(numbers[i + 3], zeros3, parameter) << bits2;
                int firstBits = bits0 + zeros1 + ownBits;
                word |= (first | second << firstBits) << wordBits;
                wordBits += firstBits + bits2 + zeros3 + ownBits;
                if (wordBits >= Integer.SIZE) {
                    LittleEndian.putInt(target, position, (int) word);
                    position += Integer.BYTES;
                    word >>>= Integer.SIZE;
                    wordBits -= Integer.SIZE;
                }
            } else {
                pending = word;
                pendingBits = wordBits;
                for (int each = i; each < i + TOGETHER; each++) {
                    writeRice(numbers[each], parameter);
                }
                word = pending;
                wordBits = pendingBits;
            }
        }
        pending = word;
        pendingBits = wordBits;
        for (; i < length; i++) {
            writeRice(numbers[i], parameter);
        }
    }

    /** Zeros, fewer than 32, then a one, then the lowest bits. */
    private static long code(int number, int zeros, int parameter) {
        return ((number & (1 << parameter) - 1) << 1 | 1L) << zeros;
    }

    /** Appends up to 32 bits; nothing is above them. */
    private void append(long code, int bits) {
        pending |= code << pendingBits;
        pendingBits += bits;
        if (pendingBits >= Integer.SIZE) {
            LittleEndian.putInt(target, position, (int) pending);
            position += Integer.BYTES;
            pending >>>= Integer.SIZE;
            pendingBits -= Integer.SIZE;
        }
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
