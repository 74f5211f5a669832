package dev.grapevine.consensus.kernel;

/**
 * The inner loops of compressors and of codecs that send values. {@link ScalarBlockKernels} says what each means,
 * {@link PanamaBlockKernels} does it with the Vector API; both give the same bits. They hold no state and allocate
 * nothing.
 */
public interface BlockKernels {

    /** Logical lanes of a sum: element {@code i} goes to lane {@code i % LANES}, and lanes are then added in order. */
    int LANES = 16;

    /** The bits of a float without its sign: magnitudes are in the order of these. */
    int MAGNITUDE_BITS = 0x7fff_ffff;

    /** The fastest implementation that this virtual machine offers. */
    static BlockKernels best() {
        return KernelFamilies.BLOCKS;
    }

    /** The implementation in plain Java, to compare with. */
    static BlockKernels scalar() {
        return new ScalarBlockKernels();
    }

    /** The bits of the largest magnitude; 0 of nothing. */
    int largestMagnitudeBits(float[] values, int offset, int length);

    /** The number of magnitudes with at least these bits. */
    int countFrom(float[] values, int offset, int length, int magnitudeBits);

    /**
     * The first index from {@code from} on whose magnitude has at least these bits; {@code length} if there is none.
     */
    int nextFrom(float[] values, int offset, int from, int length, int magnitudeBits);

    /** The largest magnitude of units, which are more than −2³¹; 0 of nothing. */
    int largestMagnitude(int[] units, int offset, int length);

    /** The number of units of at least this magnitude. */
    int countFrom(int[] units, int offset, int length, int magnitude);

    /**
     * The first index from {@code from} on whose units have at least this magnitude; {@code length} if there is none.
     */
    int nextFrom(int[] units, int offset, int from, int length, int magnitude);

    /** The sum of the absolute values. */
    double sumOfMagnitudes(float[] values, int offset, int length);

    /** The sum of the squares. */
    double sumOfSquares(float[] values, int offset, int length);

    /**
     * Writes the nearest multiple of a step of each value, as a byte, and replaces the values by those multiples.
     * Halves are rounded away from 0.
     *
     * @param scale  positive
     * @param levels no number gets larger than this
     */
    void toBytes(float[] values, int offset, int length, float scale, int levels, byte[] payload, int payloadOffset);

    /**
     * The sum over all inputs of {@code input[i] · matrix[i · 64 + k]}, for each of 64 {@code k}, by fused operations.
     */
    void multiply64(float[] input, int offset, int inputs, int matrixOffset, float[] matrix, float[] output,
            int outputOffset);
}
