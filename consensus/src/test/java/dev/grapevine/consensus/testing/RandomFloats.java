package dev.grapevine.consensus.testing;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

import dev.grapevine.consensus.random.RandomStream;

/** Arrays of random numbers. */
public final class RandomFloats {

    private RandomFloats() {}

    /** Standard normal numbers. */
    public static float[] normal(int count, RandomStream random) {
        return draw(count, random::nextGaussian);
    }

    /** Standard normal numbers. */
    public static float[] normal(int count, RandomGenerator random) {
        return draw(count, random::nextGaussian);
    }

    /** Numbers from -1 to 1, all equally likely. */
    public static float[] uniform(int count, RandomGenerator random) {
        return draw(count, () -> random.nextDouble(-1, 1));
    }

    /** Some of the given numbers, each drawn anew. */
    public static float[] among(float[] numbers, int count, RandomGenerator random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            // Not by way of double, which may change the bits of a NaN.
            values[i] = numbers[random.nextInt(numbers.length)];
        }
        return values;
    }

    /** Numbers of classes, 0 to classes - 1. */
    public static float[] classes(int count, int classes, RandomStream random) {
        return draw(count, () -> random.nextInt(classes));
    }

    private static float[] draw(int count, DoubleSupplier next) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) next.getAsDouble();
        }
        return values;
    }
}
