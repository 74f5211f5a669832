package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

/** Joins an optimizer's buffers into one array and splits it again. */
final class Buffers {

    private Buffers() {}

    /** Concatenation of the arrays. */
    static float[] joined(float[]... parts) {
        float[] joined = new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int offset = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, offset, part.length);
            offset += part.length;
        }
        return joined;
    }

    /**
     * Fills the arrays from the result of {@link #joined}.
     *
     * @throws IllegalArgumentException if the length differs from their total length
     */
    static void split(float[] joined, float[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        if (joined.length != length) {
            throw new IllegalArgumentException("A state has " + joined.length + " numbers instead of " + length);
        }
        int offset = 0;
        for (float[] part : parts) {
            System.arraycopy(joined, offset, part, 0, part.length);
            offset += part.length;
        }
    }
}
