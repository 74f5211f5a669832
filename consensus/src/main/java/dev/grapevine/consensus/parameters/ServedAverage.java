package dev.grapevine.consensus.parameters;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.FixedPoint;

/**
 * The running average of a replica, S ← e·S + (1−e)·x, each block after each merge. A node serves this and is judged
 * by it: local steps pull the trained replica away from the others, and the average of what was mixed costs no byte.
 *
 * <p>In the k-th merge the new replica weighs at least 4 / (k + 3), so that what is long forgotten by the replica is
 * not remembered here while exchanges are few (O. Shamir, T. Zhang, "Stochastic Gradient Descent for Non-smooth
 * Optimization", ICML 2013, polynomial-decay averaging with η = 3).
 *
 * <p>Not for several threads at once.
 */
public final class ServedAverage {

    private static final Kernels KERNELS = Kernels.best();

    private static final int EARLY = 3;
    /** The number of updates beyond which the decay is the given one. */
    private static final int UPDATES_MAX = 1 << 24;

    /** Parameters moved at a time. */
    private static final int CHUNK = 256;

    private final float decay;
    private final float[] mean;
    private final float[] scratch;
    private final int[] updates;

    /**
     * @param decay e, from 0 (serve the replica itself) to less than 1
     */
    public ServedAverage(float decay, PublishedParameters replica) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("A decay of " + decay + ": allowed are 0 to less than 1");
        }
        this.decay = decay;
        this.mean = new float[replica.blocks().parameters()];
        this.scratch = new float[Math.min(CHUNK, mean.length)];
        this.updates = new int[replica.blocks().count()];
        replica.copyTo(mean);
    }

    /**
     * Moves the average towards the replica in one block, which was just merged: later, when all blocks are, training
     * may have pulled it away again.
     */
    public void update(PublishedParameters replica, int block) {
        updates[block] = Math.min(UPDATES_MAX, updates[block] + 1);
        float kept = Math.min(decay, (updates[block] - 1f) / (updates[block] + EARLY));
        int offset = replica.blocks().offset(block);
        int length = replica.blocks().length(block);
        for (int from = offset; from < offset + length; from += CHUNK) {
            int chunk = Math.min(CHUNK, offset + length - from);
            KERNELS.toFloats(replica.units(), from, FixedPoint.UNIT, scratch, 0, chunk);
            KERNELS.decayTowards(scratch, 0, kept, mean, from, chunk);
        }
    }

    /** Moves the average towards the replica in all blocks. */
    public void update(PublishedParameters replica) {
        for (int block = 0; block < updates.length; block++) {
            update(replica, block);
        }
    }

    /** Starts the average anew from the replica. */
    public void reset(PublishedParameters replica) {
        replica.copyTo(mean);
        Arrays.fill(updates, 0);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putInts(updates);
        out.putFloats(mean);
    }

    /** Takes over the average of a replica of the same layout. */
    public void restore(StateReader in) {
        System.arraycopy(in.getInts(updates.length), 0, updates, 0, updates.length);
        System.arraycopy(in.getFloats(mean.length), 0, mean, 0, mean.length);
    }

    /** The average itself: to be read, never changed or kept. */
    public float[] values() {
        return mean;
    }
}
