package dev.grapevine.consensus.compress;

import java.util.SplittableRandom;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Vectors as they come, and such as make things hard for a compressor. */
final class Vectors {

    private enum Shape {
        NORMAL,
        HEAVY_TAILED,
        ONE_SPIKE,
        ALL_EQUAL,
        ALTERNATING,
        HALF_STEPS_OF_INT8,
        HALF_STEPS_OF_INT4,
        SPARSE,
        OF_RANK_ONE,
        WAVE,
        ZEROS
    }

    private Vectors() {}

    static Arbitrary<float[]> arbitrary(int lengthMax) {
        return Combinators.combine(Arbitraries.of(Shape.class), Arbitraries.integers().between(1, lengthMax),
                Arbitraries.integers().between(-48, 27), Arbitraries.longs()).as(Vectors::of).withoutEdgeCases()
                .dontShrink();
    }

    /** Normally distributed with a standard deviation of one. */
    static float[] normal(int length, long seed) {
        return of(Shape.NORMAL, length, 0, seed);
    }

    private static float[] of(Shape shape, int length, int exponent, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] vector = new float[length];
        int special = random.nextInt(length);
        for (int i = 0; i < length; i++) {
            double value = switch (shape) {
                case NORMAL -> random.nextGaussian();
                case HEAVY_TAILED -> Math.scalb(random.nextGaussian(), random.nextInt(-12, 2));
                case ONE_SPIKE -> i == special ? 1 : 0;
                case ALL_EQUAL -> -1;
                case ALTERNATING -> i % 2 == 0 ? 1 : -1;
                case HALF_STEPS_OF_INT8 -> i % 256 == 0 ? 127 : 0.499999;
                case HALF_STEPS_OF_INT4 -> i % 64 == 0 ? 7 : -0.499999;
                case SPARSE -> random.nextInt(50) == 0 ? random.nextGaussian() : 0;
                case OF_RANK_ONE -> (i / 64 % 5 - 2) * (i % 64 - 31.5) / 64;
                case WAVE -> StrictMath.cos(i * 0.37 + special);
                case ZEROS -> 0;
            };
            vector[i] = Math.scalb((float) value, exponent);
        }
        return vector;
    }
}
