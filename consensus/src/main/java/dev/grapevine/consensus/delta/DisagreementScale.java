package dev.grapevine.consensus.delta;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * What largest difference to a random peer a node expects in each block, in units: the scale of the grids that it
 * chooses. It follows the differences that exchanges show: up at once, down by a tenth each time.
 *
 * <p>A failure to decode teaches it nothing. The block is sent again with more bits, and that attempt shows the true
 * difference; while raising a guess at each failure would raise that of a node whose grid did not fail, but its peer's.
 */
public final class DisagreementScale {

    /** How much farther than expected a peer may be. After a partition it is some five to ten times. */
    private static final long CAP_FACTOR = 16;
    /** Where all agree, training alone may move them apart by so much: 2⁻⁶. */
    private static final int CAP_LEAST = 1 << 18;

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

    /**
     * The largest difference that a node takes at its peer's word in one exchange: whoever is farther away comes nearer
     * in several. So a liar cannot move a replica farther than honest peers do in a few exchanges.
     */
    public int cap(int block) {
        return expected[block] == 0
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Math.max(CAP_LEAST, CAP_FACTOR * expected[block]));
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

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putInts(expected);
    }

    /** Takes over the scale of as many blocks. */
    public void restore(StateReader in) {
        System.arraycopy(in.getInts(expected.length), 0, expected, 0, expected.length);
    }
}
