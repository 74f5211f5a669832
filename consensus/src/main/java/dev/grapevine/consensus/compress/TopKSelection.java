package dev.grapevine.consensus.compress;

import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * The k values of the largest magnitude, exactly; of equal ones those with the lowest indices. A bisection over the bits of
 * magnitudes, each step of which counts how many there are above: some ten passes over a block that lies in the cache, and
 * no working memory. For one thread; used again by {@link #select}.
 */
final class TopKSelection {

    private static final int OCTAVE = 1 << 23;

    private final BlockKernels kernels;
    private float[] values;
    private int offset;
    private int length;
    private int threshold;
    /** How many of those whose magnitude is the threshold itself are still to come. */
    private int ties;
    private int next;

    TopKSelection(BlockKernels kernels) {
        this.kernels = kernels;
    }

    /** Begins with a selection of {@code count} values, at most {@code length}. */
    void select(float[] from, int fromOffset, int ofLength, int count) {
        values = from;
        offset = fromOffset;
        length = ofLength;
        next = 0;
        findThreshold(count);
    }

    private void findThreshold(int count) {
        int tooHigh = kernels.largestMagnitudeBits(values, offset, length) + 1;
        int countTooHigh = 0;
        // Downwards by one, two, four… octaves: what is looked for is near the top.
        int low = tooHigh;
        int countLow = 0;
        for (int step = OCTAVE; countLow < count; step = 2 * step) {
            tooHigh = low;
            countTooHigh = countLow;
            low = low > step && step > 0 ? low - step : 0;
            countLow = kernels.countFrom(values, offset, length, low);
        }
        while (countLow != count && tooHigh - low > 1) {
            int middle = (low + tooHigh) >>> 1;
            int countMiddle = kernels.countFrom(values, offset, length, middle);
            if (countMiddle >= count) {
                low = middle;
                countLow = countMiddle;
            } else {
                tooHigh = middle;
                countTooHigh = countMiddle;
            }
        }
        threshold = low;
        ties = countLow == count ? count : count - countTooHigh;
    }

    /** The index of the next selected value, in ascending order; −1 after the last. */
    int next() {
        while (true) {
            int index = kernels.nextFrom(values, offset, next, length, threshold);
            if (index == length) {
                return -1;
            }
            next = index + 1;
            boolean isTie = (Float.floatToRawIntBits(values[offset + index])
                    & BlockKernels.MAGNITUDE_BITS) == threshold;
            if (!isTie || ties-- > 0) {
                return index;
            }
        }
    }
}
