package dev.grapevine.consensus.measure;

import java.util.List;
import java.util.function.ObjIntConsumer;

import dev.grapevine.consensus.kernel.Kernels;

/**
 * The disagreement of replicas: the distance of each to the mean of all, over the mean's norm.
 *
 * <p>Needs room for two vectors, however many replicas there are.
 */
public final class ConsensusDistance {

    private static final Kernels KERNELS = Kernels.best();

    private final float[] mean;
    private final double[] each;
    private final double rootMeanSquare;

    /**
     * @param replicas   how many there are, at least one
     * @param parameters how many each has
     * @param copy       copies one replica into an array; called twice for each, in order
     */
    public ConsensusDistance(int replicas, int parameters, ObjIntConsumer<float[]> copy) {
        mean = new float[parameters];
        each = new double[replicas];
        float[] scratch = new float[parameters];
        for (int i = 0; i < replicas; i++) {
            copy.accept(scratch, i);
            KERNELS.axpy(1f / replicas, scratch, 0, mean, 0, parameters);
        }
        double norm = Math.sqrt(KERNELS.sumOfSquares(mean, 0, parameters));
        double squares = 0;
        for (int i = 0; i < replicas; i++) {
            copy.accept(scratch, i);
            double square = KERNELS.squaredDistance(scratch, 0, mean, 0, parameters);
            squares += square;
            each[i] = over(square, norm);
        }
        rootMeanSquare = over(squares / replicas, norm);
    }

    /** Measures replicas that are there as arrays. */
    public static ConsensusDistance of(List<float[]> replicas) {
        int parameters = replicas.getFirst().length;
        return new ConsensusDistance(replicas.size(), parameters,
                (target, i) -> System.arraycopy(replicas.get(i), 0, target, 0, parameters));
    }

    /** Equal replicas agree, even where their mean is 0. */
    private static double over(double square, double norm) {
        return square == 0 ? 0 : Math.sqrt(square) / norm;
    }

    /** The root mean square over the replicas; 0 is agreement. */
    public double rootMeanSquare() {
        return rootMeanSquare;
    }

    /** The distance of one replica. */
    public double of(int replica) {
        return each[replica];
    }

    /** The mean of all replicas: to be read, not changed. */
    public float[] mean() {
        return mean;
    }
}
