package dev.grapevine.consensus.parameters;

import dev.grapevine.consensus.kernel.Kernels;

/**
 * The running average of a replica, S ← e·S + (1−e)·x after each exchange. A node serves this and is judged by it: local
 * steps pull the trained replica away from the others, and the average of what was mixed costs no byte.
 *
 * <p>Not for several threads at once.
 */
public final class ServedAverage {

    private static final Kernels KERNELS = Kernels.best();

    private final float decay;
    private final float[] mean;
    private final float[] scratch;

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
        Blocks blocks = replica.blocks();
        for (int block = 0; block < blocks.count(); block++) {
            int offset = blocks.offset(block);
            int length = blocks.length(block);
            KERNELS.toFloats(replica.units(), offset, FixedPoint.UNIT, scratch, 0, length);
            KERNELS.decayTowards(scratch, 0, decay, mean, offset, length);
        }
    }

    /** Starts the average anew from the replica. */
    public void reset(PublishedParameters replica) {
        replica.copyTo(mean);
    }

    /** The average itself: to be read, never changed or kept. */
    public float[] values() {
        return mean;
    }
}
