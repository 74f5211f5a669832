package dev.grapevine.node.replica.data.schema;

/**
 * Standardisation: {@code (value − mean) / scale}.
 *
 * @param mean  finite; it becomes 0
 * @param scale finite and greater than 0; this distance from the mean becomes 1
 */
public record Scaling(double mean, double scale) {

    /** Leaves numbers unchanged. */
    public static final Scaling NONE = new Scaling(0, 1);

    public Scaling {
        if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
            throw new IllegalArgumentException("A scaling by the mean " + mean + " and the scale " + scale);
        }
    }

    /** Standardised number; infinite if a float cannot hold it. */
    public float scaled(double value) {
        return (float) ((value - mean) / scale);
    }
}
