package dev.grapevine.consensus.merge;

/**
 * Both sides meet in the middle; with c exchanges under way at once each takes the step 1/(c+1), so that together they
 * do not overshoot. Randomized pairwise averaging: S. Boyd et al., "Randomized Gossip Algorithms", 2006.
 */
public final class Average implements MergeRule {

    @Override
    public String name() {
        return "average";
    }

    @Override
    public boolean preservesMean() {
        return true;
    }

    @Override
    public void toIncrements(int[] difference, int length, int openExchanges) {
        int divisor = Math.max(1, openExchanges) + 1;
        if (divisor == 2) {
            for (int i = 0; i < length; i++) {
                difference[i] = (difference[i] + (difference[i] >>> 31)) >> 1;
            }
        } else {
            // Processors have no vectors of whole-number divisions; doubles are exact here, since two quotients of ints
            // by the same int are farther apart than their last digit.
            double divisorAsDouble = divisor;
            for (int i = 0; i < length; i++) {
                difference[i] = (int) (difference[i] / divisorAsDouble);
            }
        }
    }
}
