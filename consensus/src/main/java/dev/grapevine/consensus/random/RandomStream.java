package dev.grapevine.consensus.random;

/**
 * A seeded source of randomness that can be forked by name and saved.
 *
 * <p>A fork depends on the seed and the name alone, not on what was drawn before, so that one more node or one more
 * draw changes nothing for the others. The generator is SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast Splittable
 * Pseudorandom Number Generators", OOPSLA 2014). Not for several threads at once.
 */
public final class RandomStream {

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final long seed;
    private long state;

    public RandomStream(long seed) {
        this(seed, mix(seed));
    }

    private RandomStream(long seed, long state) {
        this.seed = seed;
        this.state = state;
    }

    /** Continues a saved stream. */
    public static RandomStream restore(long seed, long state) {
        return new RandomStream(seed, state);
    }

    /** An independent stream of that name. */
    public RandomStream fork(String name) {
        long hash = mix(seed + GOLDEN);
        for (int i = 0; i < name.length(); i++) {
            hash = mix((hash ^ name.charAt(i)) + GOLDEN);
        }
        return new RandomStream(hash);
    }

    /** An independent stream of that name and number. */
    public RandomStream fork(String name, long number) {
        return new RandomStream(mix(fork(name).seed ^ mix(number + GOLDEN)));
    }

    public long seed() {
        return seed;
    }

    /** The position of the stream, for {@link #restore}. */
    public long state() {
        return state;
    }

    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** A whole number from 0 up to, not including, the bound. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("A bound of " + bound);
        }
        // The upper half of a product with 32 random bits (D. Lemire, 2019); its bias is below bound / 2^32.
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** A number from 0 up to, not including, 1. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** True with the given probability. */
    public boolean nextBoolean(double probability) {
        return nextDouble() < probability;
    }

    /** Standard normal, by the polar method with strict mathematics, so that it is the same on every machine. */
    public double nextGaussian() {
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double square = u * u + v * v;
            if (square > 0 && square < 1) {
                return u * Math.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /** Puts the elements into random order. */
    public void shuffle(int[] elements) {
        for (int i = elements.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = elements[i];
            elements[i] = elements[j];
            elements[j] = swapped;
        }
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
