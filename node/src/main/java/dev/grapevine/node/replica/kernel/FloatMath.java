package dev.grapevine.node.replica.kernel;

/**
 * Exponentials in single precision that are the same on every machine: only fused multiply-adds, one shift and, for the
 * sigmoid, one division. {@link VectorMath} has the same functions for vectors.
 *
 * <p>{@code e^x = 2^n · e^r} with {@code n} the whole number nearest to {@code x / ln 2}, so that {@code |r|} is at
 * most 0.347, where seven terms of the Taylor series have a relative error of 1e-8.
 */
final class FloatMath {

    /** Arguments are clamped to this range, so that no exponential is denormal or infinite. */
    static final float MIN_EXPONENT = -87;
    static final float MAX_EXPONENT = 88;
    /** Adding it to a number leaves the nearest whole number, plus the exponent bias of a float, in the lowest bits. */
    static final float ROUNDER = 0x1.8p23f + 127;
    static final int EXPONENT_SHIFT = 23;
    static final float LOG2_E = 1.442695041f;
    /** Natural logarithm of 2, as the sum of a float with trailing zeros and a small remainder. */
    static final float LN2_HIGH = 0x1.62e4p-1f;
    static final float LN2_LOW = (float) (0.693147180559945309 - 0x1.62e4p-1);
    static final float C2 = 1f / 2;
    static final float C3 = 1f / 6;
    static final float C4 = 1f / 24;
    static final float C5 = 1f / 120;
    static final float C6 = 1f / 720;
    static final float C7 = 1f / 5040;

    /** Sigmoid arguments are clamped from below to minus this value: the result is almost 0, but never denormal. */
    static final float SATURATED = 40;
    /** The exponent below which an exponential that is compared with 1 counts as 0. */
    static final float NEGLIGIBLE = -60;

    /** The doubled argument 2u of GELU as x · (A + B · x²): A = 2 · √(2/π), B = 0.044715 · A. */
    static final float GELU_A = 1.5957691216f;
    static final float GELU_B = 0.0713548163f;
    /** 3 · B, for the derivative of u. */
    static final float GELU_3B = 0.2140644488f;

    private FloatMath() {}

    /** e^x, accurate to two units in the last place where it is neither denormal nor infinite; NaN stays NaN. */
    static float exp(float x) {
        float low = x < MIN_EXPONENT ? MIN_EXPONENT : x;
        float bounded = low > MAX_EXPONENT ? MAX_EXPONENT : low;
        float shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        float whole = shifted - ROUNDER;
        float rest = Math.fma(whole, -LN2_LOW, Math.fma(whole, -LN2_HIGH, bounded));
        float sum = Math.fma(C7, rest, C6);
        sum = Math.fma(sum, rest, C5);
        sum = Math.fma(sum, rest, C4);
        sum = Math.fma(sum, rest, C3);
        sum = Math.fma(sum, rest, C2);
        sum = Math.fma(sum, rest, 1);
        sum = Math.fma(sum, rest, 1);
        return sum * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT);
    }

    /** e^x for softmax: 0 where it is negligible. */
    static float share(float x) {
        return x < NEGLIGIBLE ? 0 : exp(x);
    }

    /** Logistic sigmoid, 1 / (1 + e^−x). */
    static float sigmoid(float x) {
        float negative = -x;
        return 1 / (1 + exp(negative > SATURATED ? SATURATED : negative));
    }

    /** Hyperbolic tangent, accurate to about 1e-7. */
    static float tanh(float x) {
        return Math.fma(2, sigmoid(x + x), -1);
    }
}
