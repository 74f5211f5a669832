package dev.grapevine.node.replica.report;

/**
 * Expected calibration error (Guo et al. 2017, equation 5): predictions are binned by confidence into bins of equal
 * width; each bin contributes the distance between its accuracy and its mean confidence, weighted by its share of the
 * predictions. Not thread-safe.
 */
public final class CalibrationError {

    public static final int BINS = 15;

    private final long[] predictions = new long[BINS];
    private final long[] right = new long[BINS];
    private final double[] confidences = new double[BINS];

    /**
     * Adds one prediction.
     *
     * @param confidence probability of the predicted class, 0 to 1
     * @param isRight    whether the predicted class is correct
     */
    public void add(double confidence, boolean isRight) {
        // A bin includes its upper end and excludes its lower end.
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
