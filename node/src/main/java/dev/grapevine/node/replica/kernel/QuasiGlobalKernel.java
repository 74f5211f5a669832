package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Both parts of quasi-global momentum over whole parameter vectors: local steps with a fixed buffer, and the buffer's
 * update between two rounds. Tiny values of the buffer become 0, like the velocities of {@link MomentumKernel}.
 */
public final class QuasiGlobalKernel {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final boolean PLAIN = KernelProvider.isScalar();

    private QuasiGlobalKernel() {}

    /** Local step: {@code w = w − rate · (g + decay · w + momentum · m)}. */
    public static void update(float[] parameters, float[] gradient, float[] buffer, float rate, float momentum,
            float weightDecay) {
        if (PLAIN) {
            updateFrom(0, parameters, gradient, buffer, rate, momentum, weightDecay);
            return;
        }
        int i = 0;
        for (int end = FLOATS.loopBound(parameters.length); i < end; i += FLOATS.length()) {
            FloatVector w = FloatVector.fromArray(FLOATS, parameters, i);
            FloatVector d = FloatVector.fromArray(FLOATS, gradient, i).add(w.mul(weightDecay))
                    .add(FloatVector.fromArray(FLOATS, buffer, i).mul(momentum));
            w.sub(d.mul(rate)).intoArray(parameters, i);
        }
        updateFrom(i, parameters, gradient, buffer, rate, momentum, weightDecay);
    }

    /** Scalar implementation of {@link #update}, from index {@code from} on. */
    static void updateFrom(int from, float[] parameters, float[] gradient, float[] buffer, float rate, float momentum,
            float weightDecay) {
        for (int i = from; i < parameters.length; i++) {
            float d = gradient[i] + parameters[i] * weightDecay + buffer[i] * momentum;
            parameters[i] -= d * rate;
        }
    }

    /**
     * Buffer update between two rounds: {@code m = momentum · m + scale · (previous − now); previous = now}.
     *
     * @param previous parameters at the start of the previous round
     * @param now      parameters at the start of this round
     */
    public static void follow(float[] buffer, float[] previous, float[] now, float momentum, float scale) {
        if (PLAIN) {
            followFrom(0, buffer, previous, now, momentum, scale);
            return;
        }
        int i = 0;
        for (int end = FLOATS.loopBound(buffer.length); i < end; i += FLOATS.length()) {
            FloatVector start = FloatVector.fromArray(FLOATS, now, i);
            FloatVector m = FloatVector.fromArray(FLOATS, buffer, i).mul(momentum)
                    .add(FloatVector.fromArray(FLOATS, previous, i).sub(start).mul(scale));
            m.blend(0f, m.abs().compare(VectorOperators.LT, MomentumKernel.TINY)).intoArray(buffer, i);
            start.intoArray(previous, i);
        }
        followFrom(i, buffer, previous, now, momentum, scale);
    }

    /** Scalar implementation of {@link #follow}, from index {@code from} on. */
    static void followFrom(int from, float[] buffer, float[] previous, float[] now, float momentum, float scale) {
        for (int i = from; i < buffer.length; i++) {
            float m = buffer[i] * momentum + (previous[i] - now[i]) * scale;
            buffer[i] = Math.abs(m) < MomentumKernel.TINY ? 0 : m;
            previous[i] = now[i];
        }
    }
}
