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

    /** The step of a node with c exchanges under way at once: 1/(c+1); with none, that of one. */
    public static MixingStep among(int openExchanges) {
        return atMost(1L + Math.max(1, openExchanges));
    }

    /** A smaller step, for codings that are noisy: that of as many exchanges more, 1/(divisor + by). */
    public MixingStep damped(int by) {
        return atMost((long) divisor + by);
    }

    /** Half of the step for each doubling of the distance in training between the two, beyond what is tolerated. */
    public MixingStep staleBy(int doublings) {
        return atMost((long) divisor << doublings);
    }

    /** γ = 1/divisor. */
    public double gamma() {
        return 1.0 / divisor;
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
