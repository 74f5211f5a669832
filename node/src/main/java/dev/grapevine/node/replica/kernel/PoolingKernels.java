package dev.grapevine.node.replica.kernel;

/**
 * Maximum of each 2 x 2 block of an image, per channel (max pooling). Images are rows of pixels of channels; if height
 * or width is odd, the last row or column belongs to no block.
 *
 * <p>Implementations are stateless and thread-safe, and give the same bits.
 */
public interface PoolingKernels {

    /** Fastest implementation on this virtual machine. */
    static PoolingKernels best() {
        return ImageKernelChoice.POOLING;
    }

    /**
     * Maxima of the blocks. The first of equal values wins; NaN is never greater.
     *
     * @param input  image of height x width x channels, from {@code inputOffset} on
     * @param output receives an image of half the height and width, from {@code outputOffset} on
     */
    void maximum(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            int outputOffset);

    /**
     * Passes each block's gradient to the first of its values that equals its maximum, and 0 to the others.
     *
     * @param input          same as for {@link #maximum}
     * @param output         result of {@link #maximum}
     * @param outputGradient at the same offset as the output
     * @param inputGradient  receives the gradients at the same offset as the input; values outside blocks are left
     *                       unchanged
     */
    void gradient(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            float[] outputGradient, int outputOffset, float[] inputGradient);
}
