package dev.grapevine.consensus.random;

/** Random offsets that both ends of an exchange compute from one seed, an element at a time and in any order. */
public final class Dither {

    public static final int GOLDEN = SharedRandomness.GOLDEN;

    private Dither() {}

    /** The random bits of one element. */
    public static int at(int seed, int index) {
        return SharedRandomness.at(seed, index);
    }

    public static int mix(int value) {
        return SharedRandomness.mix(value);
    }

    /** A whole number from 0 up to, not including, two to the given power, out of an element's random bits. */
    public static int below(int randomBits, int exponent) {
        // Two shifts, since Java takes a shift by 32 for a shift by 0.
        return (randomBits >>> 1) >>> (31 - exponent);
    }
}
