package dev.grapevine.node.replica.loss;

/** How wrong outputs are. Holds no state; any thread may use it. */
public interface Loss {

    /**
     * @param outputs  {@code batch} rows of {@code width}; replaced by the gradient of the returned mean
     * @param targets  one for each row
     * @return the mean loss over the batch
     */
    double gradient(float[] outputs, float[] targets, int batch, int width);

    /**
     * Judges without a gradient.
     *
     * @param outputs as above, left as they are
     * @param row     which row
     */
    double of(float[] outputs, int row, int width, float target);
}
