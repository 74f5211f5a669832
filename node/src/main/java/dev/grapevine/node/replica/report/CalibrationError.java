package dev.grapevine.node.replica.report;

/**
 * The expected calibration error (Guo et al. 2017, equation 5): predictions are sorted by confidence into bins of the same
 * width, and each bin counts, by its share of the predictions, with the distance of its accuracy from its mean confidence.
 * Not for several threads at once.
 */
public final class CalibrationError {

    public static final int BINS = 15;

    private final long[] predictions = new long[BINS];
    private final long[] right = new long[BINS];
    private final double[] confidences = new double[BINS];

    /**
     * @param confidence the probability given to the predicted class, 0 to 1
     */
    public void add(double confidence, boolean isRight) {
        // The upper end of a bin belongs to it, the lower end to the one below.
        int bin = Math.clamp((int) Math.ceil(confidence * BINS) - 1, 0, BINS - 1);
        predictions[bin]++;
        right[bin] += isRight ? 1 : 0;
        confidences[bin] += confidence;
    }

    /** The error, 0 to 1; NaN without predictions. */
    public double value() {
        double sum = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(right[bin] - confidences[bin]);
            all += predictions[bin];
        }
        return all == 0 ? Double.NaN : sum / all;
    }
}
