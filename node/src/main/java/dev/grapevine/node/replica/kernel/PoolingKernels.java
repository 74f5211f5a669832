package dev.grapevine.node.replica.kernel;

/**
 * The maximum of each 2 x 2 block of an image, channel by channel. Images are rows of pixels of channels; where height or
 * width are odd, the last row or column belongs to no block.
 *
 * <p>Implementations hold no state, may be used by any thread, and give the same bits.
 */
public interface PoolingKernels {

    /** The fastest implementation that this virtual machine offers. */
    static PoolingKernels best() {
        return ImageKernelChoice.POOLING;
    }

    /**
     * Of two that are equal, the first is taken; what is no number is never greater.
     *
     * @param input  an image of height x width x channels from {@code inputOffset} on
     * @param output receives one of half the height and width from {@code outputOffset} on
     */
    void maximum(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            int outputOffset);

    /**
     * Gives each block's gradient to the first of its values that equals its maximum, and 0 to the others.
     *
     * @param input          as it was given to {@link #maximum}
     * @param output         as it came from there
     * @param outputGradient lies at the same offset as the output
     * @param inputGradient  receives the gradients at the same offset as the input; values outside of blocks stay as they
     *                       are
     */
    void gradient(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            float[] outputGradient, int outputOffset, float[] inputGradient);
}
