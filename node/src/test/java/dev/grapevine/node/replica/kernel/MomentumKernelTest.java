package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.testing.RandomFloats;

/** The vectorised step has the same bits as the scalar one, and decaying velocities end at 0. */
class MomentumKernelTest {

    private static final float RATE = 0.05f;
    private static final float MOMENTUM = 0.9f;
    private static final float WEIGHT_DECAY = 0.01f;
    private static final float[] SPECIAL = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
            Float.MIN_VALUE, -Float.MIN_VALUE, MomentumKernel.TINY, -MomentumKernel.TINY,
            Math.nextDown(MomentumKernel.TINY), Math.nextUp(-MomentumKernel.TINY), Float.MAX_VALUE, 1f};

    /** Input and output of one step. */
    private record State(float[] parameters, float[] gradient, float[] velocity) {

        static State random(int length, boolean special, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return new State(values(length, special, random), values(length, special, random),
                    values(length, special, random));
        }

        private static float[] values(int length, boolean special, SplittableRandom random) {
            return special ? RandomFloats.among(SPECIAL, length, random) : RandomFloats.uniform(length, random);
        }

        State copy() {
            return new State(parameters.clone(), gradient.clone(), velocity.clone());
        }
    }

    /** Same arithmetic without the flush of tiny velocities to 0. */
    private static void withoutFlush(float[] parameters, float[] gradient, float[] velocity) {
        for (int i = 0; i < parameters.length; i++) {
            velocity[i] = velocity[i] * MOMENTUM + gradient[i];
            parameters[i] -= velocity[i] * RATE;
        }
    }

    private static boolean isDenormal(float value) {
        return value != 0 && Math.abs(value) < Float.MIN_NORMAL;
    }

    @Test
    void implementationsAgreeBitwiseAtAnyLength() {
        for (int length = 0; length <= 70; length++) {
            for (boolean special : new boolean[]{false, true}) {
                State vector = State.random(length, special, length);
                State plain = vector.copy();
                for (int step = 0; step < 3; step++) {
                    MomentumKernel.update(vector.parameters, vector.gradient, vector.velocity, RATE, MOMENTUM,
                            WEIGHT_DECAY);
                    MomentumKernel.updateFrom(0, plain.parameters, plain.gradient, plain.velocity, RATE, MOMENTUM,
                            WEIGHT_DECAY);
                    assertThat(vector.parameters).as("parameters of length %s", length).isEqualTo(plain.parameters);
                    assertThat(vector.velocity).as("velocities of length %s", length).isEqualTo(plain.velocity);
                }
            }
        }
    }

    @Test
    void singleStepFollowsFormula() {
        float[] parameters = {2};
        float[] velocity = {4};
        MomentumKernel.update(parameters, new float[]{1}, velocity, 0.5f, 0.25f, 0.5f);
        assertThat(velocity).containsExactly(4 * 0.25f + 1 + 2 * 0.5f);
        assertThat(parameters).containsExactly(2 - 3 * 0.5f);
    }

    @Test
    void decayingVelocityEndsAtZero() {
        State flushed = State.random(70, false, 1);
        State twin = flushed.copy();
        float[] noGradient = new float[70];
        for (int step = 0; step < 2000; step++) {
            MomentumKernel.update(flushed.parameters, noGradient, flushed.velocity, RATE, MOMENTUM, 0);
            withoutFlush(twin.parameters, noGradient, twin.velocity);
            for (float velocity : flushed.velocity) {
                assertThat(isDenormal(velocity)).as("a velocity of %s after step %s", velocity, step).isFalse();
            }
        }
        assertThat(flushed.velocity).containsOnly(0);
        assertThat(flushed.parameters).as("flushed velocities move no parameter").isEqualTo(twin.parameters);
        // 0.9 times the smallest number rounds to itself, so without the flush it never ends.
        for (float velocity : twin.velocity) {
            assertThat(isDenormal(velocity)).isTrue();
        }
    }
}
