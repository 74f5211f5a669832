package dev.grapevine.sim.network;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.LossBursts;

/**
 * Whether a link is in a burst of loss, worked out from its randomness and the time alone, so that nothing has to be
 * remembered for any link.
 *
 * <p>A chain of two states with rates a into a burst and b out of it is the same as this: moments come at rate a + b
 * (a Poisson process), and at each the state is drawn anew, a burst with probability a / (a + b). So the state is that
 * drawn at the last such moment. Moments are drawn for one stretch of time after another, each as long as the mean
 * distance of two moments.
 */
final class BurstTimes {

    /** Probability that a Poisson number of mean 1 is 0. */
    private static final double NONE = StrictMath.exp(-1);
    /** The probability of more is below 1e-30. */
    private static final int MOST_MOMENTS = 30;

    private BurstTimes() {}

    /**
     * @param link  the link's own randomness, always the same
     * @param nanos since the start of the run
     */
    static boolean contain(LossBursts bursts, RandomStream link, long nanos) {
        double share = (double) bursts.lasts().toNanos() / bursts.every().toNanos();
        long stretchNanos = Math.max(1, (long) (bursts.lasts().toNanos() * (1 - share)));
        long stretch = nanos / stretchNanos;
        long until = nanos - stretch * stretchNanos;
        while (true) {
            RandomStream draws = link.fork("stretch", stretch);
            double last = -1;
            boolean burst = false;
            for (int moments = poisson(draws); moments > 0; moments--) {
                double at = draws.nextDouble() * stretchNanos;
                boolean drawn = draws.nextBoolean(share);
                if (at <= until && at > last) {
                    last = at;
                    burst = drawn;
                }
            }
            if (last >= 0) {
                return burst;
            }
            stretch--;
            until = stretchNanos;
        }
    }

    /** Draws a Poisson number of mean 1. */
    private static int poisson(RandomStream draws) {
        double left = draws.nextDouble();
        double probability = NONE;
        int number = 0;
        while (left >= probability && number < MOST_MOMENTS) {
            left -= probability;
            number++;
            probability /= number;
        }
        return number;
    }
}
