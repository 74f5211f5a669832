package dev.grapevine.consensus.robust;

import java.util.List;

/**
 * Makes one replica of several: the own one and those that were pulled from peers. Unlike a
 * {@link dev.grapevine.consensus.mixing.MixingRule} it sees all of them at once, takes a while, and no peer moves by the
 * negative of what comes out. Implementations hold no state and may be used by any thread.
 */
public interface Aggregator {

    /** The name by which users choose it. */
    String name();

    /**
     * What to add to the own replica.
     *
     * @param own    in units
     * @param others at least one, each of the same length, in units
     * @return a new array
     */
    int[] increments(int[] own, List<int[]> others);
}
