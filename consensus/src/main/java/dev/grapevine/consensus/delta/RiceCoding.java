package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Differences of lattice points in as few bits as they need: most are 0 or ±1 steps, however far the grid reaches.
 *
 * <p>A difference of <i>d</i> steps becomes the number <i>u</i> = 2<i>d</i> for <i>d</i> ≥ 0 and −2<i>d</i> − 1 below;
 * that is written as ⌊<i>u</i> / 2^<i>k</i>⌋ zeros, a one, and the lowest <i>k</i> bits of <i>u</i>. The <i>k</i> that
 * suits the block is in the first byte; {@value #PLAIN} there says that the differences follow with all their bits, which
 * bounds the size. First numbers are in the lowest bits of the first bytes.
 *
 * <p>Source: R. F. Rice, "Some Practical Universal Noiseless Coding Techniques", JPL 1979.
 */
final class RiceCoding {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PLAIN = 255;
    private static final int PARAMETER_MAX = 30;
    /** Bits that are left of a long after what precedes them in its first byte. */
    private static final int WINDOW_BITS = 56;

    private RiceCoding() {}

    /** Bytes that differences on a grid of so many bits take at most. */
    static int bytesMax(int bits, int length) {
        return 1 + BitPacking.bytes(bits, length);
    }

    /**
     * Writes differences, which are on the grid.
     *
     * @return bytes written, at most {@link #bytesMax}
     */
    static int encode(int[] difference, int length, Grid grid, byte[] target, int offset) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += folded(grid.steps(difference[i])) & 0xffff_ffffL;
        }
        int parameter = parameter(sum, length);
        long bits = (long) length * (parameter + 1);
        for (int i = 0; i < length; i++) {
            bits += folded(grid.steps(difference[i])) >>> parameter;
        }
        if ((bits + 7) / 8 > BitPacking.bytes(grid.bits(), length)) {
            target[offset] = (byte) PLAIN;
            BitPacking.Writer writer = new BitPacking.Writer(target, offset + 1, grid.bits());
            for (int i = 0; i < length; i++) {
                writer.write(grid.steps(difference[i]));
            }
            writer.finish();
            return bytesMax(grid.bits(), length);
        }
        target[offset] = (byte) parameter;
        write(difference, length, grid, parameter, target, offset + 1);
        return 1 + (int) ((bits + 7) / 8);
    }

    /** The parameter for which numbers of this sum take the fewest bits, or nearly so. */
    private static int parameter(long sum, int length) {
        // For a geometric distribution of mean m it is about log₂(m · ln 2), rounded up.
        int parameter = 0;
        while (parameter < PARAMETER_MAX && (long) length << (parameter + 1) < sum + sum / 2) {
            parameter++;
        }
        return parameter;
    }

    private static void write(int[] difference, int length, Grid grid, int parameter, byte[] target, int offset) {
        int position = offset;
        long pending = 0;
        int pendingBits = 0;
        int lowMask = (1 << parameter) - 1;
        for (int i = 0; i < length; i++) {
            int folded = folded(grid.steps(difference[i]));
            int zeros = folded >>> parameter;
            // Before each part fewer than 32 bits are pending, and no part has more than 32.
            for (; zeros >= Integer.SIZE; zeros -= Integer.SIZE) {
                INTS.set(target, position, (int) pending);
                position += Integer.BYTES;
                pending = 0;
            }
            pending |= 1L << (pendingBits + zeros);
            pendingBits += zeros + 1;
            if (pendingBits >= Integer.SIZE) {
                INTS.set(target, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                pendingBits -= Integer.SIZE;
            }
            pending |= (long) (folded & lowMask) << pendingBits;
            pendingBits += parameter;
            if (pendingBits >= Integer.SIZE) {
                INTS.set(target, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                pendingBits -= Integer.SIZE;
            }
        }
        for (; pendingBits > 0; pendingBits -= Byte.SIZE) {
            target[position++] = (byte) pending;
            pending >>>= Byte.SIZE;
        }
    }

    /**
     * Reads differences.
     *
     * @return false if the bytes are not exactly those of that many differences within the grid's reach
     */
    static boolean decode(byte[] source, int offset, int bytes, int length, Grid grid, int[] difference) {
        if (bytes < 1) {
            return false;
        }
        int parameter = source[offset] & 0xff;
        if (parameter == PLAIN) {
            if (bytes != bytesMax(grid.bits(), length)) {
                return false;
            }
            BitPacking.Reader reader = new BitPacking.Reader(source, offset + 1, grid.bits());
            int unused = Integer.SIZE - grid.bits();
            for (int i = 0; i < length; i++) {
                difference[i] = grid.units(reader.read() << unused >> unused);
            }
            return true;
        }
        return parameter <= PARAMETER_MAX && read(source, offset + 1, bytes - 1, parameter, length, grid, difference);
    }

    private static boolean read(byte[] source, int offset, int bytes, int parameter, int length, Grid grid,
            int[] difference) {
        int largest = grid.bits() == Integer.SIZE ? -1 : (1 << grid.bits()) - 1;
        long bit = 0;
        long end = 8L * bytes;
        int lowMask = (1 << parameter) - 1;
        for (int i = 0; i < length; i++) {
            long zeros = 0;
            long window = window(source, offset, bytes, bit);
            while (window == 0) {
                zeros += WINDOW_BITS;
                if (bit + zeros >= end) {
                    return false;
                }
                window = window(source, offset, bytes, bit + zeros);
            }
            zeros += Long.numberOfTrailingZeros(window);
            bit += zeros + 1;
            long folded = (zeros << parameter) | (window(source, offset, bytes, bit) & lowMask);
            bit += parameter;
            if (bit > end || folded > (largest & 0xffff_ffffL)) {
                return false;
            }
            difference[i] = grid.units(unfolded((int) folded));
        }
        return (bit + 7) / 8 == bytes && window(source, offset, bytes, bit) == 0;
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

    private static int folded(int steps) {
        return steps << 1 ^ steps >> 31;
    }

    private static int unfolded(int folded) {
        return folded >>> 1 ^ -(folded & 1);
    }
}
