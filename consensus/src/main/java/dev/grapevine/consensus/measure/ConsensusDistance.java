package dev.grapevine.consensus.measure;

import java.util.List;

import dev.grapevine.consensus.kernel.Kernels;

/** How far replicas are from agreeing. */
public final class ConsensusDistance {

    private static final Kernels KERNELS = Kernels.best();

    private ConsensusDistance() {}

    /** The element-wise mean of replicas of equal length, added in the order given. */
    public static float[] mean(List<float[]> replicas) {
        float[] mean = new float[replicas.getFirst().length];
        for (float[] replica : replicas) {
            KERNELS.axpy(1f / replicas.size(), replica, 0, mean, 0, mean.length);
        }
        return mean;
    }

    /**
     * The root mean square distance of the replicas to their mean, over the mean's norm. 0 is agreement; 0 also where
     * the mean itself is 0 and all replicas equal it.
     */
    public static double relative(List<float[]> replicas) {
        float[] mean = mean(replicas);
        double squares = 0;
        for (float[] replica : replicas) {
            squares += KERNELS.squaredDistance(replica, 0, mean, 0, mean.length);
        }
        double norm = Math.sqrt(KERNELS.sumOfSquares(mean, 0, mean.length));
        return squares == 0 ? 0 : Math.sqrt(squares / replicas.size()) / norm;
    }

    /** The distance of one replica to a mean, over the mean's norm. */
    public static double relative(float[] replica, float[] mean) {
        double square = KERNELS.squaredDistance(replica, 0, mean, 0, mean.length);
        return square == 0 ? 0 : Math.sqrt(square / KERNELS.sumOfSquares(mean, 0, mean.length));
    }
}
