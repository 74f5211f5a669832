package dev.grapevine.consensus.delta;

import java.util.Objects;

/**
 * What largest difference to a random peer a node expects in each block, in units: the scale of the grids that it
 * chooses. It follows the differences that exchanges show: up at once, down by a tenth each time.
 *
 * <p>A failure to decode teaches it nothing. The block is sent again with more bits, and that attempt shows the true
 * difference; while raising a guess at each failure would raise that of a node whose grid did not fail, but its peer's.
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

    /** Whether a difference is more than half of what was to be expected in a block: worth passing on. */
    public boolean isNoticeable(int block, int largestDifference) {
        return largestDifference > expected[block] / 2;
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
