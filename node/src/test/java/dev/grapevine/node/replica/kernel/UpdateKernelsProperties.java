package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.testing.RandomFloats;

/** Vectorised updates of all optimizers have the same bits as the scalar ones. */
class UpdateKernelsProperties {

    private static final float[] SPECIAL = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
            Float.MIN_VALUE, -Float.MIN_VALUE, MomentumKernel.TINY, -MomentumKernel.TINY,
            Math.nextDown(MomentumKernel.TINY), Math.nextUp(-MomentumKernel.TINY), Float.MAX_VALUE, 1f, 1e-20f};
    private static final AdamKernel.Factors ADAM = new AdamKernel.Factors(0.9f, 1 - 0.9f, 0.99f, 1 - 0.99f, 0.07f, 3.3f,
            1e-4f);

    /** Changes some of four arrays of the same length: parameters, gradient or start, and two buffers. */
    @FunctionalInterface
    private interface Update {
        void apply(float[] parameters, float[] other, float[] first, float[] second);
    }

    private enum Pair {
        // @formatter:off
        MOMENTUM((w, g, m, v) -> MomentumKernel.update(w, g, m, 0.05f, 0.9f, 0.01f),
                (w, g, m, v) -> MomentumKernel.updateFrom(0, w, g, m, 0.05f, 0.9f, 0.01f)),
        NESTEROV((w, g, m, v) -> NesterovKernel.update(w, g, m, 0.05f, 0.9f, 0.01f),
                (w, g, m, v) -> NesterovKernel.updateFrom(0, w, g, m, 0.05f, 0.9f, 0.01f)),
        ADAM_W((w, g, m, v) -> AdamKernel.update(w, g, m, v, ADAM),
                (w, g, m, v) -> AdamKernel.updateFrom(0, w, g, m, v, ADAM)),
        QUASI_GLOBAL((w, g, m, v) -> QuasiGlobalKernel.update(w, g, m, 0.05f, 0.9f, 0.01f),
                (w, g, m, v) -> QuasiGlobalKernel.updateFrom(0, w, g, m, 0.05f, 0.9f, 0.01f)),
        FOLLOW((w, g, m, v) -> QuasiGlobalKernel.follow(m, v, g, 0.9f, 2f),
                (w, g, m, v) -> QuasiGlobalKernel.followFrom(0, m, v, g, 0.9f, 2f));
        // @formatter:on

        private final Update vector;
        private final Update plain;

        Pair(Update vector, Update plain) {
            this.vector = vector;
            this.plain = plain;
        }
    }

    private static float[][] arrays(int length, boolean special, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] arrays = new float[4][];
        Arrays.setAll(arrays, _ -> special
                ? RandomFloats.among(SPECIAL, length, random)
                : RandomFloats.uniform(length, random));
        return arrays;
    }

    private static boolean agree(Update one, Update other, int length, boolean special, long seed) {
        float[][] here = arrays(length, special, seed);
        float[][] there = arrays(length, special, seed);
        for (int step = 0; step < 3; step++) {
            one.apply(here[0], here[1], here[2], here[3]);
            other.apply(there[0], there[1], there[2], there[3]);
        }
        return Arrays.deepEquals(here, there);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void implementationsAgreeBitwise(@ForAll Pair pair, @ForAll @IntRange(max = 100) int length,
            @ForAll boolean special,
            @ForAll long seed) {
        assertThat(agree(pair.vector, pair.plain, length, special, seed)).isTrue();
    }

    /** Mutation: one more rounding in one element is detected, and so is a missing end. */
    @Example
    void differingImplementationIsDetected() {
        Update fused = (w, g, m, v) -> {
            NesterovKernel.update(w, g, m, 0.05f, 0.9f, 0.01f);
            w[w.length - 1] = Math.nextUp(w[w.length - 1]);
        };
        assertThat(agree(fused, Pair.NESTEROV.plain, 33, false, 1)).isFalse();
        Update withoutEnd = (w, g, m, v) -> {
            float last = m[m.length - 1];
            AdamKernel.update(w, g, m, v, ADAM);
            m[m.length - 1] = last;
        };
        assertThat(agree(withoutEnd, Pair.ADAM_W.plain, 33, false, 1)).isFalse();
    }
}
