package dev.grapevine.consensus.compress;

/**
 * Whole multiples of a step, from −L to L with L = 2^(bits − 1) − 1, in eight or four bits each: the numbers of
 * {@code int8} and {@code int4}. Two numbers of four bits share a byte, the first in its lower half. Holds no state
 * that changes and may be used by any thread.
 */
public final class UniformQuantization {

    private final int bits;
    private final int levels;

    /** @param bits 4 or 8 */
    public UniformQuantization(int bits) {
        if (bits != 4 && bits != Byte.SIZE) {
            throw new IllegalArgumentException("Numbers of " + bits + " bits: allowed are 4 and 8");
        }
        this.bits = bits;
        this.levels = (1 << (bits - 1)) - 1;
    }

    /** The name that users write, such as {@code int8}. */
    public String name() {
        return "int" + bits;
    }

    public int bits() {
        return bits;
    }

    /** L, the largest number. */
    public int levels() {
        return levels;
    }

    /** Bytes of {@code count} numbers. */
    public int bytes(int count) {
        return bits == Byte.SIZE ? count : Math.ceilDiv(count, 2);
    }

    /**
     * The part of its square that a vector of {@code length} values with one step keeps at least: 4L² / (4L² + n − 1).
     *
     * <p>Let the largest have magnitude m = L·s, s being the step. That one is exact. Any other has an error of at
     * most min(|v|, s/2), since 0 is among the multiples. The ratio of the sum of min(v², s²/4) to m² + Σv² is
     * largest where all others are s/2, and then it is (n − 1) / (4L² + n − 1), which that vector attains.
     */
    public double contraction(int length) {
        double squares = 4.0 * levels * levels;
        return squares / (squares + length - 1.0);
    }

    /** The step for whole values up to a magnitude, rounded up to whole units so that no number exceeds L. */
    public int step(long largest) {
        return (int) Math.ceilDiv(largest, levels);
    }

    /** The nearest multiple of a step, halves upwards; of a step of 0 it is 0. */
    public static int nearest(int value, int step) {
        return step == 0 ? 0 : (int) Math.floorDiv(value + step / 2L, (long) step);
    }

    /** Writes the nearest multiples of a step, halves upwards. */
    public void write(int[] values, int offset, int count, int step, byte[] payload, int position) {
        if (bits == Byte.SIZE) {
            for (int i = 0; i < count; i++) {
                payload[position + i] = (byte) nearest(values[offset + i], step);
            }
            return;
        }
        for (int i = 0; i < count; i += 2) {
            int second = i + 1 < count ? nearest(values[offset + i + 1], step) : 0;
            payload[position + i / 2] = pair(nearest(values[offset + i], step), second);
        }
    }

    /** Writes numbers, from −L to L. */
    public void write(byte[] numbers, int count, byte[] payload, int position) {
        if (bits == Byte.SIZE) {
            System.arraycopy(numbers, 0, payload, position, count);
            return;
        }
        int even = count & -2;
        for (int i = 0; i < even; i += 2) {
            payload[position + i / 2] = pair(numbers[i], numbers[i + 1]);
        }
        if (even < count) {
            payload[position + even / 2] = pair(numbers[even], 0);
        }
    }

    private static byte pair(int first, int second) {
        return (byte) (first & 0xf | second << 4);
    }

    /**
     * Reads numbers.
     *
     * @return false if one of them is less than −L
     */
    public boolean read(byte[] payload, int position, int count, int[] numbers, int from) {
        boolean isHonest = true;
        if (bits == Byte.SIZE) {
            for (int i = 0; i < count; i++) {
                int number = payload[position + i];
                isHonest &= number >= -levels;
                numbers[from + i] = number;
            }
            return isHonest;
        }
        for (int i = 0; i < count; i++) {
            int number = ofPair(payload[position + i / 2], i);
            isHonest &= number >= -levels;
            numbers[from + i] = number;
        }
        return isHonest;
    }

    /**
     * Reads numbers as multiples of a step.
     *
     * @return false if one of them is less than −L
     */
    public boolean read(byte[] payload, int position, int count, float step, float[] values, int from) {
        boolean isHonest = true;
        if (bits == Byte.SIZE) {
            for (int i = 0; i < count; i++) {
                int number = payload[position + i];
                isHonest &= number >= -levels;
                values[from + i] = number * step;
            }
            return isHonest;
        }
        for (int i = 0; i < count; i++) {
            int number = ofPair(payload[position + i / 2], i);
            isHonest &= number >= -levels;
            values[from + i] = number * step;
        }
        return isHonest;
    }

    private static int ofPair(int pair, int index) {
        return index % 2 == 0 ? pair << 28 >> 28 : pair >> 4;
    }

    /** Whether only zeros follow the last of {@code count} numbers in its byte. */
    public boolean endsInZeros(byte[] payload, int position, int count) {
        return bits == Byte.SIZE || count % 2 == 0 || payload[position + count / 2] >> 4 == 0;
    }
}
