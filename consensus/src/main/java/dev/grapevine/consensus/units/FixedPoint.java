package dev.grapevine.consensus.units;

/**
 * Published parameters are 32-bit integers in units of 2⁻²⁴.
 *
 * <p>Integers add without rounding and in any order. So the two increments of an exchange are exact negatives, and
 * the sum of all replicas is an equality that tests can check instead of a tolerance.
 */
public final class FixedPoint {

    /** Units in one: 2²⁴. */
    public static final int UNITS_PER_ONE = 1 << 24;

    /** The value of one unit: 2⁻²⁴. */
    public static final float UNIT = 1f / UNITS_PER_ONE;

    /** The largest absolute value of a published parameter, in units: 64. Larger ones are clamped and recorded. */
    public static final int LIMIT = 1 << 30;

    private FixedPoint() {}

    /** The nearest number of units, halves upwards; values beyond an int are clamped, NaN becomes 0. */
    public static int toUnits(float value) {
        // Exact in double precision, and far faster than Math.round, which changes the processor's rounding mode.
        return (int) Math.floor(value * (double) UNITS_PER_ONE + 0.5);
    }

    /** The float nearest to a number of units. */
    public static float toFloat(int units) {
        return units * UNIT;
    }

    /** The first minus the second: from one end of the range to the other it is 2³¹, one more than an int holds. */
    public static int difference(int theirs, int own) {
        return (int) Math.min(Integer.MAX_VALUE, (long) theirs - own);
    }

    /** The given number of units within ±{@link #LIMIT}. */
    public static int clamp(long units) {
        return (int) Math.max(-LIMIT, Math.min(LIMIT, units));
    }
}
