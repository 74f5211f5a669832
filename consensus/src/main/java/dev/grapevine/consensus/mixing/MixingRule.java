package dev.grapevine.consensus.mixing;

/**
 * Turns the difference of two replicas into what each of them moves by: one adds it, the other subtracts it.
 *
 * <p>Invariant: the increment of the negative difference is the negative increment, so that the mean of all replicas
 * stays whichever end computes. A rule sees one difference and nothing else; what needs several replicas at once is
 * an {@code Aggregator} (package {@code robust}). Implementations hold no state and may be used by any thread.
 */
public interface MixingRule {

    /** The name by which users choose it. */
    String name();

    /**
     * Replaces a difference by the increment that one side adds and the other subtracts.
     *
     * @param difference in units, the peer's values minus the local ones
     * @param length     how many elements count
     * @param step       the same on both sides
     */
    void toIncrements(int[] difference, int length, MixingStep step);
}
