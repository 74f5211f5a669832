package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

/**
 * What layers compute besides products of matrices: activations, softmax, normalisation and the step of a recurrent unit.
 *
 * <p>The scalar twin and the vectorised one give the same bits on every hardware width: element-wise operations round
 * once per operation, in the order written in {@link ScalarLayerKernels}, and sums are kept in {@value #LANES} logical
 * lanes (element {@code i} goes to lane {@code i % LANES}), which are then added in pairs that are half of what is left
 * apart. Exponentials are polynomials ({@link FloatMath}).
 *
 * <p>Arrays given as different arguments do not overlap unless it is said. Implementations hold no state and may be used
 * by any thread; lanes are kept in an array that the caller holds, because rows are short and many.
 */
public interface LayerKernels {

    /** Logical lanes of a sum: one vector of 512 bits, since rows are short. */
    int LANES = 16;

    /** Lanes for all sums that a kernel has at once. */
    int LANES_AT_ONCE = 2 * LANES;

    /** The fastest implementation that this virtual machine offers. */
    static LayerKernels best() {
        return Choice.BEST;
    }

    /**
     * The Gaussian error linear unit in its form with a hyperbolic tangent (D. Hendrycks and K. Gimpel, "Gaussian Error
     * Linear Units", 2016, section 2), here as x · sigmoid(2u), which is the same.
     */
    void gelu(float[] input, float[] output, int length);

    /** The gradient by {@code input} of {@link #gelu}, which may be written over {@code outputGradient}. */
    void geluGradient(float[] input, float[] outputGradient, float[] inputGradient, int length);

    /**
     * Replaces a row by its softmax. Shares below e⁻⁶⁰ of the largest are 0, so that none is denormal.
     *
     * @param lanes {@value #LANES_AT_ONCE} values that are overwritten
     */
    void softmax(float[] row, int offset, int length, float[] lanes);

    /**
     * Replaces the gradient by the shares of a softmax by that by what went in, times a factor.
     *
     * @param shares that {@link #softmax} gave
     * @param lanes  {@value #LANES_AT_ONCE} values that are overwritten
     */
    void softmaxGradient(float[] shares, int sharesOffset, float[] gradient, int gradientOffset, int length,
            float factor, float[] lanes);

    /**
     * Layer normalisation of one row (J. L. Ba et al., "Layer Normalization", 2016, equation 4): brought to mean 0 and
     * variance 1, then times {@code scale}, plus {@code shift}.
     *
     * @param offset     of the row in {@code input}, {@code normalised} and {@code output}
     * @param parameters has {@code scale} and {@code shift} at their offsets
     * @param normalised receives the row before scale and shift
     * @param lanes      {@value #LANES_AT_ONCE} values that are overwritten
     * @return the inverse of the row's standard deviation
     */
    float normalise(float[] input, int offset, float[] parameters, int scaleOffset, int shiftOffset, float[] normalised,
            float[] output, int length, float[] lanes);

    /**
     * The gradient by the input of {@link #normalise}.
     *
     * @param offset of the row in {@code normalised}, {@code outputGradient} and {@code inputGradient}
     * @param lanes  {@value #LANES_AT_ONCE} values that are overwritten
     */
    void normaliseGradient(float[] normalised, float[] outputGradient, int offset, float[] parameters, int scaleOffset,
            float inverseDeviation, float[] inputGradient, int length, float[] lanes);

    /** {@code c = a · b + c}, element by element and rounded once. */
    void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length);

    /**
     * What a gated recurrent unit does first at a position (K. Cho et al., EMNLP 2014, with the reset gate behind the
     * product as in cuDNN): its gates {@code r = σ(a_r + b_r)} and {@code z = σ(a_z + b_z)}. Each of its equations is a
     * kernel of its own, because together they are more than the compiler makes vector instructions of.
     *
     * @param gates  {@code a} for r and z, one behind the other; replaced by r and z themselves
     * @param hidden {@code b}, the previous state's part, likewise
     * @param width  of the state
     */
    void recurrentGates(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width);

    /**
     * What it does next: the candidate {@code n = tanh(a_n + r · b_n)}.
     *
     * @param gates  r, z and {@code a} for n, one behind the other; the last is replaced by n itself
     * @param hidden {@code b} for r, z and n, likewise
     * @param width  of the state
     */
    void recurrentCandidate(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width);

    /**
     * What it does last: its new state {@code h = n + z · (previous − n)}.
     *
     * @param gates r, z and n, one behind the other
     * @param state receives h; may be the same array as {@code previous}, at another place
     * @param width of the state
     */
    void recurrentState(float[] gates, int gatesOffset, float[] previous, int previousOffset, float[] state,
            int stateOffset, int width);

    /**
     * The gradients of {@link #recurrentGates}, {@link #recurrentCandidate} and {@link #recurrentState} together.
     *
     * @param gates         r, z and n; replaced by the gradients by {@code a}
     * @param hidden        {@code b}; replaced by the gradients by it
     * @param stateGradient by h; replaced by that by {@code previous} as far as it does not go through {@code b}
     */
    void recurrentStepGradient(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, float[] previous,
            int previousOffset, float[] stateGradient, int stateGradientOffset, int width);

    /** The kernels as {@link KernelProvider} chose them. */
    final class Choice {

        private static final LayerKernels BEST = KernelProvider.choose(ScalarLayerKernels::new,
                () -> new PanamaLayerKernels());

        private Choice() {}
    }
}
