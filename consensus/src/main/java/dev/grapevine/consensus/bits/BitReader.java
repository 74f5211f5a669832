package dev.grapevine.consensus.bits;

import java.util.Objects;

/** Reads what {@link BitWriter} wrote, from any bytes. For one thread; used again by {@link #start}. */
public final class BitReader {

    private static final long LARGEST = 0xffff_ffffL;

    private byte[] source;
    private int position;
    private int end;
    private long pending;
    private int pendingBits;

    /** A reader for use after {@link #start}. */
    public BitReader() {}

    /** Begins at a byte. */
    public BitReader(byte[] bytes, int offset, int length) {
        start(bytes, offset, length);
    }

    /** Begins at a byte. */
    public void start(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        source = bytes;
        position = offset;
        end = offset + length;
        pending = 0;
        pendingBits = 0;
    }

    /** The next number of 0 to 32 bits, without sign; −1 if it is not there. */
    public long read(int bits) {
        fill();
        if (pendingBits < bits) {
            return -1;
        }
        long number = pending & (1L << bits) - 1;
        pending >>>= bits;
        pendingBits -= bits;
        return number;
    }

    /**
     * The next numbers written with a Rice code, each less than 2³²; several at once where they are short.
     *
     * @param target receives {@code length} of them, from index 0 on
     * @return false if they are not there
     */
    public boolean readRice(int parameter, int length, int[] target) {
        int i = 0;
        if (parameter <= RiceTable.PARAMETER_MAX) {
            long[] table = RiceTable.of(parameter);
            while (i <= length - RiceTable.BITS) {
                fill();
                long entry = table[(int) pending & (1 << RiceTable.BITS) - 1];
                int count = pendingBits < RiceTable.BITS ? 0 : RiceTable.count(entry);
                if (count == 0) {
                    long number = readRice(parameter, LARGEST);
                    if (number < 0) {
                        return false;
                    }
                    target[i++] = (int) number;
                } else {
                    pending >>>= RiceTable.bits(entry);
                    pendingBits -= RiceTable.bits(entry);
                    RiceTable.unpack(entry, target, i);
                    i += count;
                }
            }
        }
        for (; i < length; i++) {
            long number = readRice(parameter, LARGEST);
            if (number < 0) {
                return false;
            }
            target[i] = (int) number;
        }
        return true;
    }

    /** The next number written with a Rice code; −1 if it is not there or larger than allowed. */
    public long readRice(int parameter, long largest) {
        long zeros = 0;
        fill();
        while (pending == 0) {
            zeros += pendingBits;
            pendingBits = 0;
            if (position == end || zeros << parameter > largest) {
                return -1;
            }
            fill();
        }
        int last = Long.numberOfTrailingZeros(pending);
        zeros += last;
        pending >>>= last + 1;
        pendingBits -= last + 1;
        long low = read(parameter);
        long number = zeros << parameter | low;
        return low < 0 || zeros > largest || number > largest ? -1 : number;
    }

    /** Whether nothing but less than a byte of zeros is left. */
    public boolean isFinished() {
        return position == end && pendingBits < Byte.SIZE && pending == 0;
    }

    /** Fills the pending bits: up to 63 of them, at least 49 or all that there are, and nothing above them. */
    private void fill() {
        if (pendingBits <= Long.SIZE - 2 * Byte.SIZE && end - position >= Long.BYTES) {
            int bits = (Long.SIZE - 1 - pendingBits) & -Byte.SIZE;
            pending |= (LittleEndian.getLong(source, position) & (1L << bits) - 1) << pendingBits;
            position += bits / Byte.SIZE;
            pendingBits += bits;
        }
        while (pendingBits <= Long.SIZE - 2 * Byte.SIZE && position < end) {
            pending |= (source[position++] & 0xffL) << pendingBits;
            pendingBits += Byte.SIZE;
        }
    }
}
