package dev.grapevine.consensus.random;

/**
 * Random bits that both ends compute from one seed, an element at a time and in any order. The mixing function is C.
 * Wellons' {@code lowbias32}.
 */
public final class SharedRandomness {

    /** The increment of the seed from one element to the next: 2³² over the golden ratio. */
    public static final int GOLDEN = 0x9E37_79B9;

    private SharedRandomness() {}

    /** The random bits of one element. */
    public static int at(int seed, int index) {
        return mix(seed + index * GOLDEN);
    }

    /** Turns a number into another that looks random; 0 remains 0. */
    public static int mix(int value) {
        int x = value;
        x = (x ^ (x >>> 16)) * 0x7feb_352d;
        x = (x ^ (x >>> 15)) * 0x846c_a68b;
        return x ^ (x >>> 16);
    }

    /** A number from 0 up to, not including, one, out of an element's 24 highest random bits. */
    public static float fractionAt(int seed, int index) {
        return (at(seed, index) >>> 8) * 0x1p-24f;
    }

    /** A whole number from 0 up to, not including, the bound; probabilities differ by less than bound / 2³². */
    public static int below(int bound, int seed) {
        return (int) ((at(seed, 1) & 0xffff_ffffL) * bound >>> Integer.SIZE);
    }
}
