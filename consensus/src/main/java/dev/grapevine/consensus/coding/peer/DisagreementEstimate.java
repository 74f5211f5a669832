package dev.grapevine.consensus.coding.peer;

import java.util.Arrays;
import java.util.BitSet;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * The largest difference to a random peer that a node expects in each block, in units: the scale of the lattices
 * that it chooses. It follows the differences that exchanges show: up at once, down by a tenth each time.
 *
 * <p>A failure to decode does not change it. The block is sent again with more bits, and that attempt shows the
 * true difference; raising the estimate at each failure would also raise it at nodes where only the peer's lattice
 * was too small.
 *
 * <p>The {@link Cap}, the largest difference that a node accepts from a peer, follows from it once a round: peers
 * may lie about differences, so whatever they report within one round of the node's own training, the cap at most
 * doubles.
 */
public final class DisagreementEstimate {

    /** The least factor by which a peer may exceed the estimate. After a partition it is some five to ten times. */
    private static final long CAP_FACTOR = 16;
    /**
     * The least cap, 2⁻⁶: training alone may move agreeing replicas that far apart, and it applies while nothing is
     * known.
     */
    private static final Cap CAP_LEAST = new Cap(18);
    private static final int EXPECTED_MAX = 1 << 30;

    private final int[] expected;
    /** The caps of this round. */
    private final Cap[] caps;
    /** The blocks that the node's own training has moved. The distance of peers in other blocks is unknown to it. */
    private final BitSet known = new BitSet();

    public DisagreementEstimate(int blocks) {
        expected = new int[blocks];
        caps = new Cap[blocks];
        Arrays.fill(caps, CAP_LEAST);
    }

    /** The largest difference to expect in a block, in units; 0 also while nothing is known. */
    public int expected(int block) {
        return expected[block];
    }

    /** An exchange showed that two replicas differ by at most this much in a block. */
    public void observed(int block, int largestDifference) {
        int old = expected[block];
        expected[block] = Math.max(largestDifference, old - old / 10 - (old > 0 && old < 10 ? 1 : 0));
    }

    /**
     * The largest difference that a node accepts from a peer in one exchange, constant until its round ends:
     * peers farther away approach in several exchanges. So a Byzantine peer cannot move a replica farther than
     * honest peers do in a few exchanges.
     */
    public Cap cap(int block) {
        return caps[block];
    }

    /** The {@link #cap} of each block, in units; the caller's. */
    public int[] caps() {
        int[] units = new int[caps.length];
        Arrays.setAll(units, block -> caps[block].units());
        return units;
    }

    /** Whether a difference is more than half of the estimate for a block, and so worth passing on. */
    public boolean isNoticeable(int block, int largestDifference) {
        return largestDifference > expected[block] / 2;
    }

    /**
     * A round of the node's own training ended, and with it what was taken at peers' words within it. Before the
     * first exchange, a node can only guess from how far that moved it; what it knows by itself raises a cap as far
     * as it says.
     */
    public void trained(int[] largestChanges) {
        for (int block = 0; block < expected.length; block++) {
            int guess = (int) Math.min(EXPECTED_MAX, 2L * largestChanges[block]);
            if (expected[block] == 0) {
                expected[block] = guess;
            }
            Cap next = capOf(expected[block]).or(caps[block].doubled());
            if (guess > 0 && !known.get(block)) {
                known.set(block);
                next = next.orHigher(capOf(guess));
            }
            caps[block] = next;
        }
    }

    private static Cap capOf(int difference) {
        return difference == 0 ? CAP_LEAST : CAP_LEAST.orHigher(Cap.over(CAP_FACTOR * difference));
    }

    /** A copy. */
    public DisagreementEstimate copy() {
        DisagreementEstimate copy = new DisagreementEstimate(expected.length);
        copy.become(this);
        return copy;
    }

    /** Takes over the state of another estimate for the same number of blocks. */
    public void become(DisagreementEstimate other) {
        System.arraycopy(other.expected, 0, expected, 0, expected.length);
        System.arraycopy(other.caps, 0, caps, 0, caps.length);
        known.clear();
        known.or(other.known);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putInts(expected);
        for (Cap cap : caps) {
            out.putCount(cap.exponent());
        }
        out.putBytes(known.toByteArray());
    }

    /** Takes over the scale of as many blocks. */
    public void restore(StateReader in) {
        System.arraycopy(in.getInts(expected.length), 0, expected, 0, expected.length);
        for (int block = 0; block < caps.length; block++) {
            caps[block] = CAP_LEAST.orHigher(new Cap(in.getCount(Cap.EXPONENT_MAX)));
        }
        known.clear();
        known.or(BitSet.valueOf(in.getBytes()));
    }
}
