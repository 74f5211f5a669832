package dev.grapevine.consensus.units;

/**
 * The lattice on which one block is exchanged: how far apart its points are, and how many bits tell a point from its
 * neighbours. Codecs that send whole values take {@link #NONE}.
 *
 * <p>The step is 2^{@code stepExponent} / {@code stepDivisor} units. Dividing by 1, 7, 3 or 5 gives steps at
 * distances of a quarter of a power of two, so that a lattice hardly exceeds the reach that it needs; with whole
 * powers of two, three bits are too coarse half of the time.
 *
 * @param stepExponent 0 to 30
 * @param stepDivisor  1; or 3, 5, 7 where {@code stepExponent} is at least {@value #DIVIDED_EXPONENT_MIN} and, together
 *                     with {@code bits}, at most 32
 * @param bits         bits per parameter, 2 to 32; or 0: nothing but the checksum, which tells whether the two agree
 */
public record Lattice(int stepExponent, int stepDivisor, int bits) {

    /** The steps between one power of two and half of it, smallest first. */
    public enum Quarter {
        FOUR_SEVENTHS(2, 7), TWO_THIRDS(1, 3), FOUR_FIFTHS(2, 5), WHOLE(0, 1);

        private final int exponent;
        private final int divisor;

        Quarter(int exponent, int divisor) {
            this.exponent = exponent;
            this.divisor = divisor;
        }

        /** The number that is added to the exponent of the whole. */
        public int exponent() {
            return exponent;
        }

        public int divisor() {
            return divisor;
        }

        /** The fraction of the whole. */
        public double ofOctave() {
            return (double) (1 << exponent) / divisor;
        }
    }

    /** The lattice of codecs that need none. */
    public static final Lattice NONE = new Lattice(0, 32);

    public static final int MAX_STEP_EXPONENT = 30;
    public static final int MIN_BITS = 2;
    public static final int MAX_BITS = 32;
    /** Smallest exponent at which steps with a divisor stay distinct after rounding to units. */
    public static final int DIVIDED_EXPONENT_MIN = 4;
    /** Most bits at which a step number survives a multiplication of floats. */
    private static final int DIVIDED_BITS_MAX = 20;
    private static final int MAX_DIVISOR = 7;

    public Lattice {
        if (!isValid(stepExponent, stepDivisor, bits)) {
            throw new IllegalArgumentException(
                    "No lattice of step 2^" + stepExponent + " / " + stepDivisor + " with " + bits + " bits");
        }
    }

    /** A lattice whose step is a power of two. */
    public Lattice(int stepExponent, int bits) {
        this(stepExponent, 1, bits);
    }

    public static boolean isValid(int stepExponent, int stepDivisor, int bits) {
        boolean inRange = stepExponent >= 0 && stepExponent <= MAX_STEP_EXPONENT
                && (bits == 0 || (bits >= MIN_BITS && bits <= MAX_BITS));
        boolean divided = stepDivisor % 2 == 1 && stepDivisor <= MAX_DIVISOR && stepDivisor > 0
                && stepExponent >= DIVIDED_EXPONENT_MIN && bits > 0 && bits <= DIVIDED_BITS_MAX
                && stepExponent + bits <= Integer.SIZE;
        return inRange && (stepDivisor == 1 || divided);
    }

    /** Whether this is the lattice {@code known} with more bits. */
    public boolean completes(Lattice known) {
        return stepExponent == known.stepExponent && stepDivisor == known.stepDivisor && known.bits > 0
                && bits > known.bits;
    }

    /** The distance between two points, in units. */
    public double step() {
        return (double) (1L << stepExponent) / stepDivisor;
    }

    /** A number of steps in units, as both ends of an exchange compute it; at most what an int can hold. */
    public int units(int steps) {
        // From one end of the range to the other it can be 2³¹ units, one more than an int holds.
        return stepDivisor == 1
                ? Math.min(steps, Integer.MAX_VALUE >> stepExponent) << stepExponent
                : (int) (steps * stepUnits());
    }

    /** The inverse of {@link #units}. */
    public int steps(int units) {
        return stepDivisor == 1
                ? units >> stepExponent
                : (units * stepDivisor + (1 << (stepExponent - 1))) >> stepExponent;
    }

    /** The step of a lattice with a divisor, rounded. */
    public float stepUnits() {
        return (float) (1 << stepExponent) / stepDivisor;
    }

    /** The largest difference that this lattice can represent, in units. */
    public long reach() {
        if (bits == 0) {
            return 0;
        }
        return stepDivisor == 1 ? 1L << (bits - 1 + stepExponent) : -(long) units(-1 << (bits - 1));
    }
}
