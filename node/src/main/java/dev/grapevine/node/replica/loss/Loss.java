package dev.grapevine.node.replica.loss;

/** Loss function. Stateless and thread-safe. */
public interface Loss {

    /**
     * Mean loss of a batch and its gradient.
     *
     * @param outputs {@code batch} rows of {@code width}; replaced by the gradient of the mean
     * @param targets one per row
     * @return mean loss over the batch
     */
    double gradient(float[] outputs, float[] targets, int batch, int width);

    /**
     * Loss of one row, without a gradient.
     *
     * @param outputs rows of {@code width}; not changed
     * @param row     number of the row
     */
    double of(float[] outputs, int row, int width, float target);
}
