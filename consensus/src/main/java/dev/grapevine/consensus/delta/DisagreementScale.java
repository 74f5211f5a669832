package dev.grapevine.consensus.delta;

import java.util.Objects;

/**
 * What largest difference to a random peer a node expects in each block, in units: the scale of the grids that it
 * chooses. It follows the differences that exchanges show: up at once, down by a tenth each time.
 */
public final class DisagreementScale {

    private final int[] expected;

    public DisagreementScale(int blocks) {
        expected = new int[blocks];
    }

    /** The largest difference to expect in a block, in units; 0 until anything is known. */
    public int expected(int block) {
        return expected[block];
    }

    /** An exchange showed that two replicas differ by at most this much in a block. */
    public void observed(int block, int largestDifference) {
        int old = expected[block];
        expected[block] = Math.max(largestDifference, old - old / 10 - (old > 0 && old < 10 ? 1 : 0));
    }

    /** A difference was out of the reach that this scale had chosen. */
    public void exceeded(int block) {
        expected[block] = (int) Math.min(1 << 30, Math.max(1, 2L * expected[block]));
    }

    /** Before the first exchange, a node can only guess from how far its own training moved it. */
    public void trained(int[] largestChanges) {
        for (int block = 0; block < expected.length; block++) {
            if (expected[block] == 0) {
                expected[block] = (int) Math.min(1 << 30, 2L * largestChanges[block]);
            }
        }
    }

    /** Copies the scale, for a checkpoint. */
    public int[] save() {
        return expected.clone();
    }

    /** Takes over a saved scale of the same number of blocks. */
    public void restore(int[] saved) {
        Objects.checkIndex(saved.length, expected.length + 1);
        System.arraycopy(saved, 0, expected, 0, saved.length);
    }
}
