package dev.grapevine.consensus.parameters;

import dev.grapevine.consensus.kernel.Kernels;

/**
 * The running average of a replica, S ← e·S + (1−e)·x after each exchange. A node serves this and is judged by it: local
 * steps pull the trained replica away from the others, and the average of what was mixed costs no byte.
 *
 * <p>In the k-th exchange the new replica weighs at least 4 / (k + 3), so that what is long forgotten by the replica is not
 * remembered here while exchanges are few (O. Shamir, T. Zhang, "Stochastic Gradient Descent for Non-smooth Optimization",
 * ICML 2013, polynomial-decay averaging with η = 3).
 *
 * <p>Not for several threads at once.
 */
public final class ServedAverage {

    private static final Kernels KERNELS = Kernels.best();

    private static final int EARLY = 3;

    private final float decay;
    private final float[] mean;
    private final float[] scratch;
    private long updates;

    /**
     * @param decay e, from 0 (serve the replica itself) to less than 1
     */
    public ServedAverage(float decay, PublishedParameters replica) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("A decay of " + decay + ": allowed are 0 to less than 1");
        }
        this.decay = decay;
        this.mean = new float[replica.blocks().parameters()];
        this.scratch = new float[Math.min(replica.blocks().blockSize(), mean.length)];
        replica.copyTo(mean);
    }

    /** Moves the average towards the replica. */
    public void update(PublishedParameters replica) {
        updates++;
        float kept = Math.min(decay, (updates - 1f) / (updates + EARLY));
        Blocks blocks = replica.blocks();
        for (int block = 0; block < blocks.count(); block++) {
            int offset = blocks.offset(block);
            int length = blocks.length(block);
            KERNELS.toFloats(replica.units(), offset, FixedPoint.UNIT, scratch, 0, length);
            KERNELS.decayTowards(scratch, 0, kept, mean, offset, length);
        }
    }

    /** Starts the average anew from the replica. */
    public void reset(PublishedParameters replica) {
        replica.copyTo(mean);
        updates = 0;
    }

    /** How often it was moved since it started. */
    public long updates() {
        return updates;
    }

    /**
     * Takes over what was saved.
     *
     * @param values  of the same length
     * @param updates how often these were moved
     */
    public void restore(float[] values, long updates) {
        System.arraycopy(values, 0, mean, 0, mean.length);
        this.updates = updates;
    }

    /** The average itself: to be read, never changed or kept. */
    public float[] values() {
        return mean;
    }
}
