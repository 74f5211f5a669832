package dev.grapevine.consensus.coding;

import dev.grapevine.consensus.units.Differences;

/**
 * The largest difference of a parameter that a node accepts from a peer: 2^{@code exponent} units. Powers of two take a
 * byte in a request, and no codec rounds up a difference that was cut to one.
 *
 * @param exponent 0 to {@value #EXPONENT_MAX}
 */
public record Cap(int exponent) {
    /** The exponent of the largest value of a parameter. */
    public static final int EXPONENT_MAX = 30;

    public Cap {
        if (exponent < 0 || exponent > EXPONENT_MAX) {
            throw new IllegalArgumentException(
                    "A cap of 2^" + exponent + " units: allowed are 2^0 to 2^" + EXPONENT_MAX);
        }
    }

    /** The smallest cap of at least {@code units}, which are 1 or more. */
    public static Cap over(long units) {
        return new Cap(Math.min(EXPONENT_MAX, Long.SIZE - Long.numberOfLeadingZeros(units - 1)));
    }

    public int units() {
        return 1 << exponent;
    }

    /** The lower one of two. */
    public Cap or(Cap other) {
        return other.exponent < exponent ? other : this;
    }

    /** The higher one of two. */
    public Cap orHigher(Cap other) {
        return other.exponent > exponent ? other : this;
    }

    /** Twice the cap, up to the largest one. */
    public Cap doubled() {
        return new Cap(Math.min(EXPONENT_MAX, exponent + 1));
    }

    /** Whether none of the first {@code length} differences exceeds the cap. */
    public boolean admits(int[] difference, int length) {
        return Differences.largest(difference, length) <= units();
    }

    /** Clamps each of the first {@code length} differences to the cap. */
    public void cut(int[] difference, int length) {
        cut(difference, length, units());
    }

    public static void cut(int[] difference, int length, int most) {
        for (int i = 0; i < length; i++) {
            difference[i] = Math.max(-most, Math.min(most, difference[i]));
        }
    }
}
