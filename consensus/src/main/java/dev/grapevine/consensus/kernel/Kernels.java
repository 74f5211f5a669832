package dev.grapevine.consensus.kernel;

/**
 * Basic vector arithmetic over plain arrays.
 *
 * <p>There are two implementations: {@link ScalarKernels}, which defines each operation, and
 * {@link PanamaKernels}, which does it with the Vector API. They give the same bits on every hardware width, because
 * <ul>
 * <li>element-wise operations round once per operation, in the order written here;</li>
 * <li>reductions are kept in {@value #LANES} logical lanes (element {@code i} goes to lane {@code i % LANES}) with one
 * fused multiply-add each, and the lanes are then added in index order as doubles.</li>
 * </ul>
 *
 * <p>Every operation works on {@code length} elements that start at the offset given beside each array; arrays passed
 * as different arguments must not overlap unless they are the same slice. An index outside an array throws
 * {@link IndexOutOfBoundsException}. Implementations hold no state and may be used by any thread.
 */
public interface Kernels {

    /** Logical lanes of a reduction: four accumulators of 512 bits, enough to hide the latency of an FMA. */
    int LANES = 64;

    /** The fastest implementation that this virtual machine offers. */
    static Kernels best() {
        return KernelFamilies.FLOATS;
    }

    /** The inner product of {@code a} and {@code b}. */
    double dot(float[] a, int aOffset, float[] b, int bOffset, int length);

    /** {@code y += alpha * x}, one multiplication and one addition each. */
    void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length);

    /** {@code x *= alpha}. */
    void scale(float alpha, float[] x, int offset, int length);

    /** The sum of the squares of {@code x}. */
    double sumOfSquares(float[] x, int offset, int length);

    /** The squared Euclidean distance between {@code a} and {@code b}. */
    double squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length);

    /** The largest absolute difference between {@code a} and {@code b}; 0 for no elements, NaN never wins. */
    float maxAbsoluteDifference(float[] a, int aOffset, float[] b, int bOffset, int length);

    /** {@code mean = decay * mean + (1 - decay) * x}, two multiplications and one addition each. */
    void decayTowards(float[] x, int xOffset, float decay, float[] mean, int meanOffset, int length);

    /** Rounds to bfloat16, the upper half of a float: to nearest, ties to even; NaN stays NaN. */
    void toBfloat16(float[] source, int sourceOffset, short[] target, int targetOffset, int length);

    /** Widens bfloat16 to float, exactly. */
    void fromBfloat16(short[] source, int sourceOffset, float[] target, int targetOffset, int length);

    /** {@code target = source * factor}, from integers: the reading of fixed-point numbers. */
    void toFloats(int[] source, int sourceOffset, float factor, float[] target, int targetOffset, int length);
}
