package dev.grapevine.gossip.strategy.age;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.wire.FieldBytes;

/** How many local steps have gone into each block, its own or others': it never falls. A pure machine; not for several threads at once. */
final class Ages {

    private final long[] ages;

    Ages(int blocks) {
        ages = new long[blocks];
    }

    long of(int block) {
        return ages[block];
    }

    /** Local steps went into all blocks. */
    void trained(int steps) {
        for (int block = 0; block < ages.length; block++) {
            // A peer may claim the largest there is.
            ages[block] = Math.min(ages[block] + steps, FieldBytes.COUNT_MAX);
        }
    }

    /** Values of such an age went into a block. */
    void mixed(int block, long age) {
        ages[block] = Math.max(ages[block], age);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        for (long age : ages) {
            out.putCount(age);
        }
    }

    /** Goes on where another node with as many blocks stood. */
    void restore(StateReader in) {
        for (int block = 0; block < ages.length; block++) {
            ages[block] = in.getCount();
        }
    }
}
