package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

/**
 * Kernels of layers other than matrix products: activations, softmax, layer normalisation and the step of a gated
 * recurrent unit.
 *
 * <p>Scalar and vectorised implementations give the same bits on every hardware width. Element-wise operations round
 * once per operation, in the order written in {@link ScalarLayerKernels}. Sums are kept in {@value #LANES} logical
 * lanes (element {@code i} goes to lane {@code i % LANES}), which are added in a binary tree at the end: each lane of
 * the lower half plus that of the upper half. Exponentials are polynomials ({@link FloatMath}).
 *
 * <p>Arrays given as different arguments do not overlap unless stated. Implementations are stateless and thread-safe.
 * The caller provides the array for lanes, because rows are short and numerous.
 */
public interface LayerKernels {

    /** Logical lanes of a sum: one vector of 512 bits, because rows are short. */
    int LANES = 16;

    /** Lanes of all sums that one kernel needs. */
    int LANES_AT_ONCE = 2 * LANES;

    /** Fastest implementation on this virtual machine. */
    static LayerKernels best() {
        return Choice.BEST;
    }

    /**
     * Gaussian error linear unit in its tanh approximation (D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units",
     * 2016, section 2), computed as the equivalent x · sigmoid(2u).
     */
    void gelu(float[] input, float[] output, int length);

    /** Gradient of {@link #gelu} with respect to {@code input}; it may overwrite {@code outputGradient}. */
    void geluGradient(float[] input, float[] outputGradient, float[] inputGradient, int length);

    /**
     * Replaces a row by its softmax. Probabilities below e⁻⁶⁰ of the largest become 0, so that none is denormal.
     *
     * @param lanes {@value #LANES_AT_ONCE} values that are overwritten
     */
    void softmax(float[] row, int offset, int length, float[] lanes);

    /**
     * Replaces the gradient with respect to a softmax's output by the gradient with respect to its input, times a
     * factor.
     *
     * @param shares output of {@link #softmax}
     * @param lanes  {@value #LANES_AT_ONCE} values that are overwritten
     */
    void softmaxGradient(float[] shares, int sharesOffset, float[] gradient, int gradientOffset, int length,
            float factor, float[] lanes);

    /**
     * Layer normalisation of one row (J. L. Ba et al., "Layer Normalization", 2016, equation 4): normalised to mean 0
     * and variance 1, then multiplied by {@code scale} and added to {@code shift}.
     *
     * @param offset     of the row in {@code input}, {@code normalised} and {@code output}
     * @param parameters has {@code scale} and {@code shift} at their offsets
     * @param normalised receives the row before scale and shift
     * @param lanes      {@value #LANES_AT_ONCE} values that are overwritten
     * @return inverse of the row's standard deviation
     */
    float normalise(float[] input, int offset, float[] parameters, int scaleOffset, int shiftOffset, float[] normalised,
            float[] output, int length, float[] lanes);

    /**
     * Gradient of {@link #normalise} with respect to its input.
     *
     * @param offset of the row in {@code normalised}, {@code outputGradient} and {@code inputGradient}
     * @param lanes  {@value #LANES_AT_ONCE} values that are overwritten
     */
    void normaliseGradient(float[] normalised, float[] outputGradient, int offset, float[] parameters, int scaleOffset,
            float inverseDeviation, float[] inputGradient, int length, float[] lanes);

    /** {@code c = a · b + c}, element by element and rounded once. */
    void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length);

    /**
     * First equation of a gated recurrent unit at a position (K. Cho et al., EMNLP 2014, with the reset gate after the
     * product as in cuDNN): the gates {@code r = σ(a_r + b_r)} and {@code z = σ(a_z + b_z)}. Each equation is a kernel
     * of its own, because one method for all of them exceeds the compiler's limits for vectorisation.
     *
     * @param gates  {@code a} for r and z, consecutively; replaced by r and z
     * @param hidden {@code b}, the contribution of the previous state, in the same order
     * @param width  of the state
     */
    void recurrentGates(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width);

    /**
     * Second equation: the candidate {@code n = tanh(a_n + r · b_n)}.
     *
     * @param gates  r, z and {@code a} for n, consecutively; the last is replaced by n
     * @param hidden {@code b} for r, z and n, in the same order
     * @param width  of the state
     */
    void recurrentCandidate(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width);

    /**
     * Last equation: the new state {@code h = n + z · (previous − n)}.
     *
     * @param gates r, z and n, consecutively
     * @param state receives h; may be the same array as {@code previous}, at another offset
     * @param width of the state
     */
    void recurrentState(float[] gates, int gatesOffset, float[] previous, int previousOffset, float[] state,
            int stateOffset, int width);

    /**
     * Gradients of {@link #recurrentGates}, {@link #recurrentCandidate} and {@link #recurrentState} together.
     *
     * @param gates         r, z and n; replaced by the gradients with respect to {@code a}
     * @param hidden        {@code b}; replaced by the gradients with respect to it
     * @param stateGradient gradient with respect to h; replaced by that with respect to {@code previous}, without the
     *                      path through {@code b}
     */
    void recurrentStepGradient(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, float[] previous,
            int previousOffset, float[] stateGradient, int stateGradientOffset, int width);

    /** Kernels that {@link KernelProvider} chose. */
    final class Choice {

        private static final LayerKernels BEST = KernelProvider.choose(ScalarLayerKernels::new,
                () -> new PanamaLayerKernels());

        private Choice() {}
    }
}
