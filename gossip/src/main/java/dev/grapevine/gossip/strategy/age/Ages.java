package dev.grapevine.gossip.strategy.age;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * The age of each block: how many local steps its values contain, the node's own or others'. Ages never fall. A pure
 * machine; not for several threads at once.
 */
final class Ages {

    private final long[] ages;

    Ages(int blocks) {
        ages = new long[blocks];
    }

    long of(int block) {
        return ages[block];
    }

    /** Local steps were added to all blocks. */
    void trained(int steps) {
        for (int block = 0; block < ages.length; block++) {
            // A peer may claim the largest age that there is.
            ages[block] = Math.min(ages[block] + steps, FieldBytes.COUNT_MAX);
        }
    }

    /** Values of this age were mixed into a block. */
    void mixed(int block, long age) {
        ages[block] = Math.max(ages[block], age);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        for (long age : ages) {
            out.putCount(age);
        }
    }

    /** Restores what another node with as many blocks saved. */
    void restore(StateReader in) {
        for (int block = 0; block < ages.length; block++) {
            ages[block] = in.getCount();
        }
    }
}
