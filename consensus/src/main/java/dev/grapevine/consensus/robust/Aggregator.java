package dev.grapevine.consensus.robust;

import java.util.List;

/**
 * Combines several replicas into one: the local one and those pulled from peers. Unlike a
 * {@link dev.grapevine.consensus.mixing.MixingRule} it sees all of them at once, takes a while, and no peer moves
 * by the negative result. Implementations hold no state and may be used by any thread.
 */
public interface Aggregator {

    /** The name by which users choose it. */
    String name();

    /**
     * The increments of the local replica.
     *
     * @param own    in units
     * @param others at least one, each of the same length, in units
     * @return a new array
     */
    int[] increments(int[] own, List<int[]> others);
}
