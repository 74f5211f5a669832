package dev.grapevine.consensus.compress;

import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * The orthonormal discrete cosine transform (DCT-II) of {@value #LENGTH} values: coefficient k is √((k = 0 ? 1 : 2) /
 * n) · Σᵢ xᵢ cos(π(i + ½)k / n). Its inverse is its transpose.
 *
 * <p>Source: N. Ahmed, T. Natarajan, K. R. Rao, "Discrete Cosine Transform", IEEE Transactions on Computers, 1974.
 */
final class CosineTransform {

    static final int LENGTH = 64;

    /** The factor of value i in coefficient k, at {@code i · 64 + k}. */
    private static final float[] OF_VALUES = new float[LENGTH * LENGTH];
    /** The same at {@code k · 64 + i}. */
    private static final float[] OF_COEFFICIENTS = new float[LENGTH * LENGTH];

    static {
        for (int i = 0; i < LENGTH; i++) {
            for (int k = 0; k < LENGTH; k++) {
                double factor = Math.sqrt((k == 0 ? 1.0 : 2.0) / LENGTH)
                        * StrictMath.cos(Math.PI * (i + 0.5) * k / LENGTH);
                OF_VALUES[i * LENGTH + k] = (float) factor;
                OF_COEFFICIENTS[k * LENGTH + i] = (float) factor;
            }
        }
    }

    private final BlockKernels kernels;

    CosineTransform(BlockKernels kernels) {
        this.kernels = kernels;
    }

    /** The coefficients of {@code count} values, padded with zeros to {@value #LENGTH}. */
    void forward(float[] values, int offset, int count, float[] coefficients) {
        kernels.multiply64(values, offset, count, 0, OF_VALUES, coefficients, 0);
    }

    /** The values of all coefficients. */
    void inverse(float[] coefficients, float[] values) {
        kernels.multiply64(coefficients, 0, LENGTH, 0, OF_COEFFICIENTS, values, 0);
    }
}
