package dev.grapevine.consensus.mixing;

/**
 * The mean of two replicas weighted by their ages, the numbers of local steps in them, taken by one side alone: x ←
 * (1 − w)·x + w·y with w = b/(a + b) for ages a and b. Where nobody answers there is no exact negative, and the mean
 * of all moves.
 *
 * <p>Source: gossip learning with ages, R. Ormándi, I. Hegedűs, M. Jelasity, "Gossip Learning with Linear Models on
 * Fully Distributed Data", Concurrency and Computation 25 (4), 2013; by age as in I. Hegedűs, G. Danner, M. Jelasity,
 * "Decentralized Learning Works: An Empirical Comparison of Gossip Learning and Federated Learning", JPDC 148, 2021.
 */
public final class AgedMean {

    private AgedMean() {}

    /**
     * Replaces the difference to a peer's values by the receiver's increment. Between equal ages it is that of
     * {@link Average} with {@link MixingStep#HALF}.
     *
     * @param difference in units, the peer's values minus the local ones
     * @param length     how many elements count
     * @param age        local steps in the local values, from 0
     * @param peerAge    in the peer's; where both are 0 they count alike
     */
    public static void toIncrements(int[] difference, int length, long age, long peerAge) {
        double weight = age == peerAge ? 0.5 : peerAge / ((double) age + peerAge);
        for (int i = 0; i < length; i++) {
            difference[i] = (int) (difference[i] * weight);
        }
    }
}
