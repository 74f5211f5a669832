package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

/** What optimizers keep, as one array. */
final class Buffers {

    private Buffers() {}

    /** One array after the other. */
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
     * Fills the arrays with what {@link #joined} made of such.
     *
     * @throws IllegalArgumentException if it has another length than they have together
     */
    static void split(float[] joined, float[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        if (joined.length != length) {
            throw new IllegalArgumentException("A state of " + joined.length + " numbers instead of " + length);
        }
        int offset = 0;
        for (float[] part : parts) {
            System.arraycopy(joined, offset, part, 0, part.length);
            offset += part.length;
        }
    }
}
