package dev.grapevine.consensus.mixing;

/**
 * Both sides move by the mixing step towards each other. Randomized pairwise averaging: S. Boyd et al., "Randomized Gossip
 * Algorithms", 2006.
 */
public final class Average implements MixingRule {

    @Override
    public String name() {
        return "average";
    }

    @Override
    public void toIncrements(int[] difference, int length, MixingStep step) {
        if (step.divisor() == 2) {
            for (int i = 0; i < length; i++) {
                difference[i] = (difference[i] + (difference[i] >>> 31)) >> 1;
            }
        } else {
            // Processors have no vectors of whole-number divisions; doubles are exact here, since two quotients of ints
            // by the same int are farther apart than their last digit.
            double divisor = step.divisor();
            for (int i = 0; i < length; i++) {
                difference[i] = (int) (difference[i] / divisor);
            }
        }
    }
}
