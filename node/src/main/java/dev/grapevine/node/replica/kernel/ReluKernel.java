package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Rectified linear unit, max(0, x), and its gradient, element by element and branch-free. NaN stays NaN. */
public final class ReluKernel {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final boolean PLAIN = KernelProvider.isScalar();

    private ReluKernel() {}

    /** {@code output = max(0, input)} for the first {@code length} elements. */
    public static void forward(float[] input, float[] output, int length) {
        int i = 0;
        if (!PLAIN) {
            for (int end = FLOATS.loopBound(length); i < end; i += FLOATS.length()) {
                FloatVector.fromArray(FLOATS, input, i).max(0f).intoArray(output, i);
            }
        }
        for (; i < length; i++) {
            output[i] = Math.max(0, input[i]);
        }
    }

    /** {@code inputGradient = outputGradient where output > 0, else 0} for the first {@code length} elements. */
    public static void backward(float[] output, float[] outputGradient, float[] inputGradient, int length) {
        int i = 0;
        if (!PLAIN) {
            for (int end = FLOATS.loopBound(length); i < end; i += FLOATS.length()) {
                FloatVector gradient = FloatVector.fromArray(FLOATS, outputGradient, i);
                FloatVector.zero(FLOATS)
                        .blend(gradient, FloatVector.fromArray(FLOATS, output, i).compare(VectorOperators.GT, 0f))
                        .intoArray(inputGradient, i);
            }
        }
        for (; i < length; i++) {
            inputGradient[i] = output[i] > 0 ? outputGradient[i] : 0;
        }
    }
}
