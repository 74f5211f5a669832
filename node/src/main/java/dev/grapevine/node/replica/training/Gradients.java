package dev.grapevine.node.replica.training;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.model.Network;

/**
 * Gradients of one node's own rows, one after the other: what local training steps along. Whoever corrects them, clips
 * them row by row or adds noise stands between this and the trainer. Not for several threads at once.
 */
public interface Gradients {

    /** Rows that a gradient is over. */
    int batch();

    /** Gradients computed so far, in all rounds. */
    long computed();

    /**
     * A round begins.
     *
     * @param random all of its randomness, until the next one begins
     */
    void startRound(RandomStream random);

    /**
     * The next gradient.
     *
     * @param network    to compute with; its state does not outlive the call
     * @param parameters where it is taken
     * @param gradient   receives one value for each parameter
     * @return the mean loss of its rows
     */
    double next(Network network, float[] parameters, float[] gradient);

    /** Where it stands between two rounds. */
    Place place();

    /** Goes on where another one of the same data stood. */
    void restore(Place place);

    /**
     * A place in a node's rows.
     *
     * @param epoch    how often they were used up
     * @param position rows used since; 0 before the first
     * @param order    seed of the order in which they are used now
     * @param computed gradients so far
     */
    record Place(long epoch, int position, long order, long computed) {}
}
