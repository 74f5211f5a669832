package dev.grapevine.node.predict;

import dev.grapevine.node.replica.data.schema.Schema;

/** Metrics of a regression from its predictions of rows with known values. Not thread-safe. */
public final class ValueEvaluation implements Predictor.Predictions {

    private final double scale;
    private long rows;
    private double absolute;
    private double squared;
    private double sum;
    private double squares;

    public ValueEvaluation(Schema schema) {
        this.scale = schema.target().scale();
    }

    /** Sums are over scaled values, which are near 0, so that no digits are lost. */
    @Override
    public void add(Prediction prediction, float target) {
        double error = prediction.scaled() - target;
        rows++;
        absolute += Math.abs(error);
        squared += error * error;
        sum += target;
        squares += (double) target * target;
    }

    public long rows() {
        return rows;
    }

    /** One minus the mean squared error over the targets' variance; NaN if all targets are equal. */
    public double r2() {
        double variance = squares - sum * sum / rows;
        return variance > 0 ? 1 - squared / variance : Double.NaN;
    }

    /** Mean absolute error, in the target's units. */
    public double mae() {
        return scale * absolute / rows;
    }

    /** Root of the mean squared error, in the target's units. */
    public double rmse() {
        return scale * StrictMath.sqrt(squared / rows);
    }
}
