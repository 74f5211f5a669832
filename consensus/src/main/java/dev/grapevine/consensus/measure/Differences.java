package dev.grapevine.consensus.measure;

/** What can be read off the difference of two replicas' blocks, in units. */
public final class Differences {

    private Differences() {}

    /** The largest absolute value among the first {@code length}. */
    public static int largest(int[] difference, int length) {
        int largest = 0;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, Math.abs(difference[i]));
        }
        return largest;
    }
}
