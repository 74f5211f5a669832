package dev.grapevine.consensus.bits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads the numbers of {@link RiceCoding}: several at once where they are short, out of a table. */
final class RiceReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Usable bits of a long once up to seven bits of its first byte are skipped. */
    private static final int WINDOW_BITS = 56;
    private static final int TABLE_BITS = 10;
    private static final int NUMBER_BITS = 5;
    private static final int COUNT_BITS = 4;
    /** For larger parameters hardly more than one number fits the bits that a table is asked by. */
    private static final int TABLE_PARAMETER_MAX = 2;
    private static final long[][] TABLES = tables();

    private RiceReader() {}

    /**
     * Reads a given number of numbers, each less than 2³².
     *
     * @return false if the bytes are not exactly those of {@code length} numbers
     */
    static boolean read(byte[] source, int offset, int bytes, int parameter, int length, int[] target) {
        long[] table = TABLES[Math.min(parameter, TABLE_PARAMETER_MAX)];
        long end = 8L * bytes;
        long lastLook = end - Long.SIZE;
        int lowMask = (1 << parameter) - 1;
        long bit = 0;
        int i = 0;
        while (i < length) {
            // Each look reads eight bytes and gives at most as many numbers as it has bits.
            if (parameter <= TABLE_PARAMETER_MAX && i <= length - TABLE_BITS && bit <= lastLook) {
                long window = (long) LONGS.get(source, offset + (int) (bit >>> 3)) >>> (bit & 7);
                long found = table[(int) window & (1 << TABLE_BITS) - 1];
                int count = (int) found & (1 << COUNT_BITS) - 1;
                if (count > 0) {
                    bit += found >>> COUNT_BITS & (1 << COUNT_BITS) - 1;
                    unpack(found >>> 2 * COUNT_BITS, target, i);
                    i += count;
                    continue;
                }
            }
            long window = window(source, offset, bytes, bit);
            long zeros = Long.numberOfTrailingZeros(window);
            long number;
            if (zeros + 1 + parameter <= WINDOW_BITS) {
                number = zeros << parameter | window >>> (zeros + 1) & lowMask;
            } else {
                zeros = zerosFrom(source, offset, bytes, bit);
                if (zeros < 0) {
                    return false;
                }
                number = zeros << parameter | window(source, offset, bytes, bit + zeros + 1) & lowMask;
            }
            bit += zeros + 1 + parameter;
            if (bit > end || number > 0xffff_ffffL) {
                return false;
            }
            target[i++] = (int) number;
        }
        return (bit + 7) / 8 == bytes && window(source, offset, bytes, bit) == 0;
    }

    private static void unpack(long numbers, int[] target, int from) {
        // Also past the count, to be overwritten next time: cheaper than a loop that ends here or there.
        for (int i = 0; i < TABLE_BITS; i++) {
            target[from + i] = (int) (numbers >>> i * NUMBER_BITS) & 31;
        }
    }

    /** The number of zeros from a bit on; negative if only zeros follow. */
    private static long zerosFrom(byte[] source, int offset, int bytes, long bit) {
        for (long zeros = 0; bit + zeros < 8L * bytes; zeros += WINDOW_BITS) {
            long window = window(source, offset, bytes, bit + zeros);
            if (window != 0) {
                return zeros + Long.numberOfTrailingZeros(window);
            }
        }
        return -1;
    }

    /** The {@value #WINDOW_BITS} bits from some bit on; zeros beyond the end. */
    private static long window(byte[] source, int offset, int bytes, long bit) {
        int first = (int) (bit >>> 3);
        long window = 0;
        if (first + Long.BYTES <= bytes) {
            window = (long) LONGS.get(source, offset + first);
        } else {
            for (int i = 0; first + i < bytes; i++) {
                window |= (source[offset + first + i] & 0xffL) << (8 * i);
            }
        }
        return window >>> (bit & 7) & (1L << WINDOW_BITS) - 1;
    }

    /**
     * For each parameter and the next bits: how many numbers are whole in them, how many bits these take, and then the
     * numbers.
     */
    private static long[][] tables() {
        long[][] tables = new long[TABLE_PARAMETER_MAX + 1][1 << TABLE_BITS];
        for (int parameter = 0; parameter <= TABLE_PARAMETER_MAX; parameter++) {
            for (int bits = 0; bits < 1 << TABLE_BITS; bits++) {
                long numbers = 0;
                int count = 0;
                int used = 0;
                while (true) {
                    int zeros = Integer.numberOfTrailingZeros(bits >>> used | 1 << TABLE_BITS);
                    int next = used + zeros + 1 + parameter;
                    if (next > TABLE_BITS) {
                        break;
                    }
                    long low = bits >>> (used + zeros + 1) & (1 << parameter) - 1;
                    numbers |= ((long) zeros << parameter | low) << (NUMBER_BITS * count);
                    count++;
                    used = next;
                }
                tables[parameter][bits] = numbers << 2 * COUNT_BITS | (long) used << COUNT_BITS | count;
            }
        }
        return tables;
    }
}
