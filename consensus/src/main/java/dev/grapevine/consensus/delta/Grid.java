package dev.grapevine.consensus.delta;

/**
 * The lattice on which one block is exchanged: how far apart its points are, and how many bits tell a point from its
 * neighbours. Codecs that send whole numbers have no use for it and take {@link #NONE}.
 *
 * @param stepExponent the distance between points is two to this power, in units; 0 to 30
 * @param bits         bits per parameter; 2 to 32
 */
public record Grid(int stepExponent, int bits) {

    /** For codecs that need none. */
    public static final Grid NONE = new Grid(0, 32);

    public static final int MAX_STEP_EXPONENT = 30;
    public static final int MIN_BITS = 2;
    public static final int MAX_BITS = 32;

    public Grid {
        if (!isValid(stepExponent, bits)) {
            throw new IllegalArgumentException("No grid of step 2^" + stepExponent + " with " + bits + " bits");
        }
    }

    public static boolean isValid(int stepExponent, int bits) {
        return stepExponent >= 0 && stepExponent <= MAX_STEP_EXPONENT && bits >= MIN_BITS && bits <= MAX_BITS;
    }

    /** The largest difference that can be told on this grid, in units. */
    public long reach() {
        return 1L << (bits - 1 + stepExponent);
    }
}
