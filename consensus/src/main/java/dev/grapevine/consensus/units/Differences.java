package dev.grapevine.consensus.units;

/** Properties of the difference of two replicas' blocks, in units. */
public final class Differences {

    private Differences() {}

    /** The largest absolute value among the first {@code length}, or what an int can hold of it. */
    public static int largest(int[] difference, int length) {
        int largest = 0;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, Math.abs(Math.max(difference[i], -Integer.MAX_VALUE)));
        }
        return largest;
    }
}
