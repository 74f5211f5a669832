package dev.grapevine.node.replica.kernel;

/** Scalar implementation: block by block, channel by channel. */
public final class ScalarPoolingKernels implements PoolingKernels {

    @Override
    public void maximum(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            int outputOffset) {
        int to = outputOffset;
        for (int y = 0; y + 2 <= height; y += 2) {
            for (int x = 0; x + 2 <= width; x += 2) {
                for (int channel = 0; channel < channels; channel++) {
                    int block = inputOffset + (y * width + x) * channels + channel;
                    float greatest = input[block];
                    for (int i = 1; i < 4; i++) {
                        float value = input[block + place(i, width, channels)];
                        greatest = value > greatest ? value : greatest;
                    }
                    output[to] = greatest;
                    to++;
                }
            }
        }
    }

    @Override
    public void gradient(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            float[] outputGradient, int outputOffset, float[] inputGradient) {
        int from = outputOffset;
        for (int y = 0; y + 2 <= height; y += 2) {
            for (int x = 0; x + 2 <= width; x += 2) {
                for (int channel = 0; channel < channels; channel++) {
                    int block = inputOffset + (y * width + x) * channels + channel;
                    float left = outputGradient[from];
                    for (int i = 0; i < 4; i++) {
                        int at = block + place(i, width, channels);
                        boolean greatest = input[at] == output[from];
                        inputGradient[at] = greatest ? left : 0;
                        left = greatest ? 0 : left;
                    }
                    from++;
                }
            }
        }
    }

    /** Offset of a value in a block from the first one. */
    private static int place(int number, int width, int channels) {
        return (number / 2 * width + number % 2) * channels;
    }
}
