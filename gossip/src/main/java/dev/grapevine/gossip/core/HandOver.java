package dev.grapevine.gossip.core;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * The work that a leaving node still does for the others: exchanges under way go on, and what it has trained since the
 * last one goes to a peer in one more. Some peers may not answer, so several are tried; after a part of its patience it
 * asks for nothing more, and only waits for what was asked. A pure machine; not for several threads at once.
 */
final class HandOver {

    private static final int PEERS_TRIED_MAX = 3;
    private static final int PARTS = 5;
    private static final int PARTS_OF_HANDING_OVER = 2;

    private int tried;
    private boolean isOver;
    private boolean isLate;

    /** The time for which it may ask for more. */
    static Duration time(Duration patience) {
        return patience.multipliedBy(PARTS_OF_HANDING_OVER).dividedBy(PARTS);
    }

    /** Whether one more exchange may be tried; it counts as tried then. */
    boolean tries() {
        if (isOver || tried == PEERS_TRIED_MAX) {
            return false;
        }
        tried++;
        return true;
    }

    /** Whether nothing more is asked for. */
    boolean isOver() {
        return isOver;
    }

    /** Asks for nothing more from now on. */
    void end() {
        isOver = true;
    }

    /** The time for handing over has passed, which it says once; whether it had passed before. */
    boolean wasLate() {
        boolean before = isLate;
        isLate = true;
        return before;
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(tried);
        out.putBoolean(isOver);
        out.putBoolean(isLate);
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        tried = in.getCount(PEERS_TRIED_MAX);
        isOver = in.getBoolean();
        isLate = in.getBoolean();
    }
}
