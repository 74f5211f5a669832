package dev.grapevine.consensus.compress;

import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * The k values of the largest magnitude, exactly; of equal ones those with the lowest indices. Values are floats or
 * whole units.
 *
 * <p>A bisection over magnitudes, each step of which counts how many there are above: some ten passes over a block
 * that lies in the cache, and no working memory. Holds no state, may be used by any thread, and allocates nothing: a
 * selection is a long, from {@link #of}, with which {@link #next} walks over the selected values.
 */
public final class TopKSelection {

    /** The distance from one power of two to the next, in the bits of a float. */
    private static final int OCTAVE = 1 << 23;

    private TopKSelection() {}

    /**
     * Selects {@code count} of the values from {@code offset} on.
     *
     * @param count at most {@code length}
     */
    public static long of(BlockKernels kernels, float[] values, int offset, int length, int count) {
        return select(kernels, values, null, offset, length, count);
    }

    /**
     * Selects {@code count} of the units from {@code offset} on.
     *
     * @param units more than −2³¹
     * @param count at most {@code length}
     */
    public static long of(BlockKernels kernels, int[] units, int offset, int length, int count) {
        return select(kernels, null, units, offset, length, count);
    }

    /** The first selected index from {@code from} on; −1 if there is none. */
    public static int next(BlockKernels kernels, float[] values, int offset, int from, int length, long selection) {
        return next(kernels, values, null, offset, from, length, selection);
    }

    /** The first selected index from {@code from} on; −1 if there is none. */
    public static int next(BlockKernels kernels, int[] units, int offset, int from, int length, long selection) {
        return next(kernels, null, units, offset, from, length, selection);
    }

    private static long select(BlockKernels kernels, float[] values, int[] units, int offset, int length, int count) {
        int tooHigh = largest(kernels, values, units, offset, length) + 1;
        int countTooHigh = 0;
        int low = tooHigh;
        int countLow = 0;
        // Downwards by one, two, four… octaves: what is looked for is near the top.
        for (int octaves = 1; countLow < count; octaves = 2 * octaves) {
            tooHigh = low;
            countTooHigh = countLow;
            low = values == null ? below(low, octaves) : bitsBelow(low, octaves);
            countLow = count(kernels, values, units, offset, length, low);
        }
        while (countLow != count && tooHigh - low > 1) {
            int middle = (low + tooHigh) >>> 1;
            int countMiddle = count(kernels, values, units, offset, length, middle);
            if (countMiddle >= count) {
                low = middle;
                countLow = countMiddle;
            } else {
                tooHigh = middle;
                countTooHigh = countMiddle;
            }
        }
        int lastTie = countLow == count
                ? length
                : indexOfTie(kernels, values, units, offset, length, low, count - countTooHigh);
        return (long) lastTie << Integer.SIZE | low;
    }

    /** Units that many powers of two below; 0 in the end. */
    private static int below(int magnitude, int octaves) {
        return octaves < Integer.SIZE ? magnitude >>> octaves : 0;
    }

    /** The bits of the float that many powers of two below; 0 in the end. */
    private static int bitsBelow(int magnitudeBits, int octaves) {
        return magnitudeBits / OCTAVE > octaves ? magnitudeBits - octaves * OCTAVE : 0;
    }

    /** Index of the last selected value among those of exactly the threshold. */
    private static int indexOfTie(BlockKernels kernels, float[] values, int[] units, int offset, int length,
            int threshold, int ties) {
        int index = -1;
        for (int left = ties; left > 0;) {
            index = from(kernels, values, units, offset, index + 1, length, threshold);
            left -= magnitude(values, units, offset + index) == threshold ? 1 : 0;
        }
        return index;
    }

    private static int next(BlockKernels kernels, float[] values, int[] units, int offset, int from, int length,
            long selection) {
        int threshold = (int) selection;
        int lastTie = (int) (selection >>> Integer.SIZE);
        int index = from(kernels, values, units, offset, from, length, threshold);
        while (index > lastTie && index < length && magnitude(values, units, offset + index) == threshold) {
            index = from(kernels, values, units, offset, index + 1, length, threshold);
        }
        return index < length ? index : -1;
    }

    private static int largest(BlockKernels kernels, float[] values, int[] units, int offset, int length) {
        return values == null
                ? kernels.largestMagnitude(units, offset, length)
                : kernels.largestMagnitudeBits(values, offset, length);
    }

    private static int count(BlockKernels kernels, float[] values, int[] units, int offset, int length, int least) {
        return values == null
                ? kernels.countFrom(units, offset, length, least)
                : kernels.countFrom(values, offset, length, least);
    }

    private static int from(BlockKernels kernels, float[] values, int[] units, int offset, int from, int length,
            int least) {
        return values == null
                ? kernels.nextFrom(units, offset, from, length, least)
                : kernels.nextFrom(values, offset, from, length, least);
    }

    private static int magnitude(float[] values, int[] units, int index) {
        return values == null
                ? Math.abs(units[index])
                : Float.floatToRawIntBits(values[index]) & BlockKernels.MAGNITUDE_BITS;
    }
}
