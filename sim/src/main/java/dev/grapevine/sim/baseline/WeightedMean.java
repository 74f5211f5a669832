package dev.grapevine.sim.baseline;

/** The weighted mean of vectors, summed up as doubles in the order in which they are added. */
final class WeightedMean {

    private final double[] sum;
    private double weights;

    /** @param length length of the vectors */
    WeightedMean(int length) {
        this.sum = new double[length];
    }

    /** Adds a vector; it is not kept. */
    void add(float[] vector, double weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * vector[i];
        }
        weights += weight;
    }

    /** The mean as a new vector; at least one must have been added. */
    float[] result() {
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / weights);
        }
        return mean;
    }
}
