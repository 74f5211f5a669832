package dev.grapevine.consensus.kernel;

import java.util.SplittableRandom;

/**
 * What a kernel may be called with. Each kernel takes of it what it needs: the first array from {@code aOffset} on, the
 * others from {@code bOffset} on. All arrays have a few elements more than the slices.
 */
record KernelInput(float[] a, float[] b, short[] halves, int[] integers, int aOffset, int bOffset, float factor,
        int length) {

    /** Lengths around the widths of vectors and of the lanes of a reduction. */
    static final int[] EDGE_LENGTHS = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129,
            255, 1000, 4096, 4099};

    private static final int MORE = 9;
    private static final float[] SPECIAL = {Float.NaN, -Float.NaN, Float.intBitsToFloat(0x7f80_0001),
            Float.intBitsToFloat(0xffff_ffff), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
            Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Math.nextDown(Float.MIN_NORMAL), Float.MAX_VALUE,
            -Float.MAX_VALUE, 1e38f, -1e38f, 1e-38f, 1e-45f, 1f, -1f, Math.nextUp(1f), 0x1p64f, 0x1p-64f, 0x1.ffp-1f,
            0x1.fffffep-1f};
    private static final int[] SPECIAL_INTEGERS = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24,
            (1 << 24) + 1, (1 << 24) + 3, -(1 << 25) - 3, 1 << 30, -1 << 30};

    /** The choice of the numbers. */
    enum Content {
        /** As parameters are: of both signs and about the same magnitude, where every rounding shows. */
        ORDINARY,
        /** Any bits. */
        ANY_BITS,
        /** Values at which arithmetic has exceptions. */
        SPECIAL
    }

    static KernelInput random(Content content, int length, int aOffset, int bOffset, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] a = new float[aOffset + length + MORE];
        float[] b = new float[bOffset + length + MORE];
        short[] halves = new short[b.length];
        int[] integers = new int[b.length];
        fill(a, content, random);
        fill(b, content, random);
        for (int i = 0; i < b.length; i++) {
            halves[i] = (short) random.nextInt();
            integers[i] = content == Content.SPECIAL
                    ? SPECIAL_INTEGERS[random.nextInt(SPECIAL_INTEGERS.length)]
                    : random.nextInt();
        }
        return new KernelInput(a, b, halves, integers, aOffset, bOffset, value(content, random), length);
    }

    private static void fill(float[] values, Content content, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = value(content, random);
        }
    }

    private static float value(Content content, SplittableRandom random) {
        return switch (content) {
            case ORDINARY -> (float) random.nextDouble(-1, 1);
            case ANY_BITS -> Float.intBitsToFloat(random.nextInt());
            case SPECIAL -> SPECIAL[random.nextInt(SPECIAL.length)];
        };
    }

    KernelInput copy() {
        return new KernelInput(a.clone(), b.clone(), halves.clone(), integers.clone(), aOffset, bOffset, factor,
                length);
    }

    KernelInput withOffsets(int newAOffset, int newBOffset) {
        return new KernelInput(a, b, halves, integers, newAOffset, newBOffset, factor, length);
    }

    KernelInput withLength(int newLength) {
        return new KernelInput(a, b, halves, integers, aOffset, bOffset, factor, newLength);
    }

    @Override
    public String toString() {
        return length + " elements from " + aOffset + " and " + bOffset + " on, factor " + factor;
    }
}
