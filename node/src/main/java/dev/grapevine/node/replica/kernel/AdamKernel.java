package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One step of Adam with decoupled weight decay (AdamW) over a whole parameter vector. Square root and division are
 * correctly rounded as IEEE 754 requires, by scalar and vector instructions alike, so both implementations give the
 * same bits. Tiny moments become 0, like the velocities of {@link MomentumKernel}.
 */
public final class AdamKernel {

    /** Keeps the denominator away from 0. */
    public static final float EPSILON = 1e-8f;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final boolean PLAIN = KernelProvider.isScalar();

    /**
     * Constants of one step.
     *
     * @param rate       learning rate over the bias correction of the first moment
     * @param correction one over the bias correction of the second moment
     * @param shrink     learning rate times weight decay
     */
    public record Factors(float beta1, float oneMinusBeta1, float beta2, float oneMinusBeta2, float rate,
            float correction, float shrink) {}

    private AdamKernel() {}

    /**
     * {@code m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; w = w − shrink·w − rate·m / (√(correction·v) + ε)}.
     */
    public static void update(float[] parameters, float[] gradient, float[] first, float[] second, Factors factors) {
        if (PLAIN) {
            updateFrom(0, parameters, gradient, first, second, factors);
            return;
        }
        int i = 0;
        for (int end = FLOATS.loopBound(parameters.length); i < end; i += FLOATS.length()) {
            FloatVector g = FloatVector.fromArray(FLOATS, gradient, i);
            FloatVector m = flushed(FloatVector.fromArray(FLOATS, first, i).mul(factors.beta1)
                    .add(g.mul(factors.oneMinusBeta1)));
            FloatVector v = flushed(FloatVector.fromArray(FLOATS, second, i).mul(factors.beta2)
                    .add(g.mul(g).mul(factors.oneMinusBeta2)));
            m.intoArray(first, i);
            v.intoArray(second, i);
            FloatVector w = FloatVector.fromArray(FLOATS, parameters, i);
            FloatVector denominator = v.mul(factors.correction).lanewise(VectorOperators.SQRT).add(EPSILON);
            w.sub(w.mul(factors.shrink)).sub(m.mul(factors.rate).div(denominator)).intoArray(parameters, i);
        }
        updateFrom(i, parameters, gradient, first, second, factors);
    }

    private static FloatVector flushed(FloatVector values) {
        return values.blend(0f, values.abs().compare(VectorOperators.LT, MomentumKernel.TINY));
    }

    /** Scalar implementation, from index {@code from} on. */
    static void updateFrom(int from, float[] parameters, float[] gradient, float[] first, float[] second,
            Factors factors) {
        for (int i = from; i < parameters.length; i++) {
            float g = gradient[i];
            float m = flushed(first[i] * factors.beta1 + g * factors.oneMinusBeta1);
            float v = flushed(second[i] * factors.beta2 + g * g * factors.oneMinusBeta2);
            first[i] = m;
            second[i] = v;
            float w = parameters[i];
            float denominator = (float) Math.sqrt(v * factors.correction) + EPSILON;
            parameters[i] = w - w * factors.shrink - m * factors.rate / denominator;
        }
    }

    private static float flushed(float value) {
        return Math.abs(value) < MomentumKernel.TINY ? 0 : value;
    }
}
