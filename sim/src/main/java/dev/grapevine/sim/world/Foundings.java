package dev.grapevine.sim.world;

import dev.grapevine.gossip.charter.Charter;

/** Charters of the runs that nodes found, each with an identity of its own. For one thread. */
final class Foundings {

    /** Draws identities of runs. */
    @FunctionalInterface
    interface Identities {

        /**
         * @param number  of the founding, from 1
         * @param seconds virtual time
         */
        String run(int number, double seconds);
    }

    private final Charter charter;
    private final Identities identities;
    private int count;

    /** @param charter the terms that all these runs share */
    Foundings(Charter charter, Identities identities) {
        this.charter = charter;
        this.identities = identities;
    }

    /**
     * The charter of the next run.
     *
     * @param seconds virtual time
     */
    Charter next(double seconds) {
        count++;
        return charter.ofRun(identities.run(count, seconds));
    }
}
