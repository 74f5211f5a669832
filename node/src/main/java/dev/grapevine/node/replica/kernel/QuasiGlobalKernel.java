package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The two parts of quasi-global momentum over whole parameter vectors: local steps along a buffer that stays as it is, and
 * the buffer's change between two rounds. What is tiny in the buffer becomes 0, as velocities of {@link MomentumKernel}
 * do.
 */
public final class QuasiGlobalKernel {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final boolean PLAIN = KernelProvider.isScalar();

    private QuasiGlobalKernel() {}

    /**
     * A local step: {@code w = w − rate · (g + decay · w + momentum · m)}.
     */
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

    /** The plain twin of {@link #update}, from an index on. */
    static void updateFrom(int from, float[] parameters, float[] gradient, float[] buffer, float rate, float momentum,
            float weightDecay) {
        for (int i = from; i < parameters.length; i++) {
            float d = gradient[i] + parameters[i] * weightDecay + buffer[i] * momentum;
            parameters[i] -= d * rate;
        }
    }

    /**
     * The change between two rounds: {@code m = momentum · m + scale · (previous − now); previous = now}.
     *
     * @param previous parameters at the start of the round before
     * @param now      parameters at the start of this one
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

    /** The plain twin of {@link #follow}, from an index on. */
    static void followFrom(int from, float[] buffer, float[] previous, float[] now, float momentum, float scale) {
        for (int i = from; i < buffer.length; i++) {
            float m = buffer[i] * momentum + (previous[i] - now[i]) * scale;
            buffer[i] = Math.abs(m) < MomentumKernel.TINY ? 0 : m;
            previous[i] = now[i];
        }
    }
}
