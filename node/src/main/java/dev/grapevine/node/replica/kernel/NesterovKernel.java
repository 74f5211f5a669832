package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One step of stochastic gradient descent with Nesterov momentum over a whole parameter vector. Tiny velocities become
 * 0, like those of {@link MomentumKernel}.
 */
public final class NesterovKernel {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final boolean PLAIN = KernelProvider.isScalar();

    private NesterovKernel() {}

    /**
     * {@code d = g + decay · w; v = momentum · v + d; w = w − rate · (d + momentum · v)}.
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
            FloatVector d = FloatVector.fromArray(FLOATS, gradient, i).add(w.mul(weightDecay));
            FloatVector v = FloatVector.fromArray(FLOATS, velocity, i).mul(momentum).add(d);
            FloatVector kept = v.blend(0f, v.abs().compare(VectorOperators.LT, MomentumKernel.TINY));
            kept.intoArray(velocity, i);
            w.sub(d.add(kept.mul(momentum)).mul(rate)).intoArray(parameters, i);
        }
        updateFrom(i, parameters, gradient, velocity, rate, momentum, weightDecay);
    }

    /** Scalar implementation, from index {@code from} on. */
    static void updateFrom(int from, float[] parameters, float[] gradient, float[] velocity, float rate, float momentum,
            float weightDecay) {
        for (int i = from; i < parameters.length; i++) {
            float d = gradient[i] + parameters[i] * weightDecay;
            float v = velocity[i] * momentum + d;
            float kept = Math.abs(v) < MomentumKernel.TINY ? 0 : v;
            velocity[i] = kept;
            parameters[i] -= (d + kept * momentum) * rate;
        }
    }
}
