package dev.grapevine.consensus.mixing;

/** What a replica does about a difference to a peer's. */
public interface MixingRule {

    /** The name by which users choose it. */
    String name();

    /** Whether both sides always change by exact negatives, so that the mean of all replicas stays. */
    boolean preservesMean();

    /**
     * Turns a difference into the increment that one side adds and the other subtracts, in place.
     *
     * @param difference in units, the peer's values minus one's own
     * @param length     how many elements count
     * @param step       the same on both sides
     */
    void toIncrements(int[] difference, int length, MixingStep step);
}
