package dev.grapevine.gossip.core;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.pace.Allowance;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Limits answers that cost far more than their request, for each peer within a minute. No honest peer asks more often. A
 * pure machine. Not thread-safe.
 */
final class CostlyAnswers {

    /** The number of times that a peer is given the whole model, if it asks once for each block. */
    static final int COPIES_OF_THE_MODEL = 4;
    /** Further blocks, for a peer that asks again because answers get lost: about one window a second. */
    static final int COPIES_MORE = 1024;
    /** Answers about the run that the node takes part in. */
    static final int ANSWERS_MAX = 300;
    /** Sketches: each reads the whole replica, while the node does nothing else. */
    static final int SKETCHES_MAX = 30;

    private final Allowance copies = new Allowance();
    private final Allowance answers = new Allowance();
    private final Allowance sketches = new Allowance();

    /**
     * Counts a request of a block to copy.
     *
     * @param blocks of the model
     * @return whether it is granted
     */
    boolean mayCopy(PeerId peer, int blocks, Duration now) {
        return copies.take(peer, now, COPIES_MORE + COPIES_OF_THE_MODEL * (long) blocks);
    }

    /** The same of a question about the run. */
    boolean mayAsk(PeerId peer, Duration now) {
        return answers.take(peer, now, ANSWERS_MAX);
    }

    /** The same of a request of a sketch. */
    boolean maySketch(PeerId peer, Duration now) {
        return sketches.take(peer, now, SKETCHES_MAX);
    }

    /** A peer is forgotten. */
    void forget(PeerId peer) {
        copies.forget(peer);
        answers.forget(peer);
        sketches.forget(peer);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        copies.save(out);
        answers.save(out);
        sketches.save(out);
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        copies.restore(in);
        answers.restore(in);
        sketches.restore(in);
    }
}
