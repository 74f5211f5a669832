package dev.grapevine.node.replica.training;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.model.Network;

/**
 * Source of gradients over one node's own rows, for local training. Wrappers can correct them, clip them per row or add
 * noise. Not thread-safe.
 */
public interface Gradients {

    /** Rows per gradient. */
    int batch();

    /** Number of gradients computed so far, in all rounds. */
    long computed();

    /**
     * Starts a local round.
     *
     * @param random source of all randomness until the next round
     */
    void startRound(RandomStream random);

    /**
     * Computes the next gradient.
     *
     * @param network    to compute with; its state is not needed after the call
     * @param parameters point at which the gradient is taken
     * @param gradient   receives one value per parameter
     * @return mean loss of its rows
     */
    double next(Network network, float[] parameters, float[] gradient);

    /** Current place, between two rounds. */
    Place place();

    /** Continues from a place saved with the same data. */
    void restore(Place place);

    /**
     * Place in a node's rows.
     *
     * @param epoch    number of finished epochs
     * @param position rows used in this epoch; 0 before the first
     * @param order    seed of this epoch's row order
     * @param computed gradients so far
     */
    record Place(long epoch, int position, long order, long computed) {}
}
