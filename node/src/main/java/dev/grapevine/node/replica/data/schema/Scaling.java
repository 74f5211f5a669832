package dev.grapevine.node.replica.data.schema;

/**
 * Standardisation: a number is read as its distance from a mean, in units of a scale.
 *
 * @param mean  what becomes 0; finite
 * @param scale the distance that becomes 1; finite and greater than 0
 */
public record Scaling(double mean, double scale) {

    /** Numbers stay as they are. */
    public static final Scaling NONE = new Scaling(0, 1);

    public Scaling {
        if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
            throw new IllegalArgumentException("A scaling by the mean " + mean + " and the scale " + scale);
        }
    }

    /** The number as models see it; infinite where a float cannot hold it. */
    public float scaled(double value) {
        return (float) ((value - mean) / scale);
    }
}
