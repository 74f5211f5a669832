package dev.grapevine.consensus.compress;

/** The range of floats that an honest peer sends. */
final class SentNumbers {

    /** Norms and coefficients are larger than values: by the square root of the largest number of values, at most. */
    static final float MAX = 0x1p48f;

    private SentNumbers() {}

    /** Whether an honest peer may send this number: neither NaN nor larger than any value can be. */
    static boolean isHonest(float value) {
        return Math.abs(value) <= MAX;
    }
}
