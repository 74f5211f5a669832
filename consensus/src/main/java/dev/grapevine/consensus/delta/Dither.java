package dev.grapevine.consensus.delta;

/**
 * Random offsets that both ends of an exchange compute from one seed, an element at a time and in any order. The mixing
 * function is C. Wellons' {@code lowbias32}.
 */
final class Dither {

    static final int GOLDEN = 0x9E37_79B9;

    private Dither() {}

    /** The random bits of one element. */
    static int at(int seed, int index) {
        return mix(seed + index * GOLDEN);
    }

    static int mix(int value) {
        int x = value;
        x = (x ^ (x >>> 16)) * 0x7feb_352d;
        x = (x ^ (x >>> 15)) * 0x846c_a68b;
        return x ^ (x >>> 16);
    }

    /** A whole number from 0 up to, not including, two to the given power, out of an element's random bits. */
    static int below(int randomBits, int exponent) {
        // Two shifts, since Java takes a shift by 32 for a shift by 0.
        return (randomBits >>> 1) >>> (31 - exponent);
    }
}
