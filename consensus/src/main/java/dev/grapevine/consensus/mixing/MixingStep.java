package dev.grapevine.consensus.mixing;

/**
 * The mixing step γ = 1/divisor: which part of their difference both ends of an exchange move by, towards each other. It
 * is a weight w_ij of the mixing matrix, and both ends have to take the same one, or the mean moves.
 *
 * <p>Divisors are whole numbers, so that two nodes divide the same integers alike. With c exchanges under way at once the
 * step is 1/(c+1), so that together they do not overshoot (the Metropolis weight 1/(1 + degree) of S. Boyd, P. Diaconis,
 * L. Xiao, "Fastest Mixing Markov Chain on a Graph", SIAM Review 2004, for a node of degree c).
 *
 * @param divisor from 2, both meet in the middle, to {@link #DIVISOR_MAX}
 */
public record MixingStep(int divisor) {

    public static final int DIVISOR_MAX = 1 << 16;

    /** Both meet in the middle. */
    public static final MixingStep HALF = new MixingStep(2);

    public MixingStep {
        if (divisor < 2 || divisor > DIVISOR_MAX) {
            throw new IllegalArgumentException("A step of 1/" + divisor + ": allowed are 1/2 to 1/" + DIVISOR_MAX);
        }
    }

    /** The step of a node with so many exchanges under way at once, at least one of them: 1/(c+1). */
    public static MixingStep among(int openExchanges) {
        return atMost(1L + Math.max(1, openExchanges));
    }

    /** A step as small as that of so many exchanges more, for codings that are noisy: 1/(divisor + by). */
    public MixingStep damped(int by) {
        return atMost((long) divisor + by);
    }

    /** Half of the step, and half of that, so often: where one of the two has trained far longer than the other. */
    public MixingStep halved(int times) {
        return atMost((long) divisor << times);
    }

    /** The smaller one of two steps: that of the busier node. */
    public MixingStep or(MixingStep other) {
        return other.divisor > divisor ? other : this;
    }

    private static MixingStep atMost(long divisor) {
        return new MixingStep((int) Math.min(DIVISOR_MAX, divisor));
    }

    @Override
    public String toString() {
        return "1/" + divisor;
    }
}
