package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One step of stochastic gradient descent with momentum over a whole parameter vector.
 *
 * <p>Velocities below {@link #TINY} become 0: velocities of units that no longer learn decay to denormal numbers after
 * some hundred steps, and arithmetic on those is several times slower.
 */
public final class MomentumKernel {

    /** A magnitude far below anything that changes a parameter, far above the smallest normal number. */
    public static final float TINY = 1e-30f;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final boolean PLAIN = KernelProvider.isScalar();

    private MomentumKernel() {}

    /**
     * {@code v = momentum · v + (g + decay · w); w = w − rate · v}.
     */
    public static void update(float[] parameters, float[] gradient, float[] velocity, float rate, float momentum,
            float weightDecay) {
        if (PLAIN) {
            updateFrom(0, parameters, gradient, velocity, rate, momentum, weightDecay);
            return;
        }
        int i = 0;
        for (int end = FLOATS.loopBound(parameters.length); i < end; i += FLOATS.length()) {
            FloatVector w = FloatVector.fromArray(FLOATS, parameters, i);
            FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).add(w.mul(weightDecay));
            FloatVector v = FloatVector.fromArray(FLOATS, velocity, i).mul(momentum).add(g);
            FloatVector kept = v.blend(0f, v.abs().compare(VectorOperators.LT, TINY));
            kept.intoArray(velocity, i);
            w.sub(kept.mul(rate)).intoArray(parameters, i);
        }
        updateFrom(i, parameters, gradient, velocity, rate, momentum, weightDecay);
    }

    /** Scalar implementation, from index {@code from} on. */
    static void updateFrom(int from, float[] parameters, float[] gradient, float[] velocity, float rate, float momentum,
            float weightDecay) {
        for (int i = from; i < parameters.length; i++) {
            float g = gradient[i] + parameters[i] * weightDecay;
            float v = velocity[i] * momentum + g;
            float kept = Math.abs(v) < TINY ? 0 : v;
            velocity[i] = kept;
            parameters[i] -= kept * rate;
        }
    }
}
