package dev.grapevine.node.replica;

import dev.grapevine.consensus.random.RandomStream;

/** Arrays of random numbers. */
public final class RandomFloats {

    private RandomFloats() {}

    /** Standard normal ones. */
    public static float[] normal(int count, RandomStream random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Class numbers. */
    public static float[] classes(int count, int classes, RandomStream random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(classes);
        }
        return values;
    }
}
