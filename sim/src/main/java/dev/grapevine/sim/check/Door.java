package dev.grapevine.sim.check;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.parameters.PublishedParameters.Change;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Movements of one node's replica in a step, by their reason; compared with the node's own reports, and with the caps
 * on movements by peers.
 */
final class Door implements PublishedParameters.Watcher {

    /** The served average is of floats up to 64, each rounded a few times. */
    private static final float ROUNDING = 64 * 4 * Math.ulp(1f);

    private final PublishedParameters replica;
    private final float[] served;
    private final List<Moved> moved = new ArrayList<>();
    private long transferred;
    private long mixed;

    /**
     * A movement that a peer is about to cause.
     *
     * @param largest by how much at most, in units
     * @param low     the lower one of the replica and the served average before, of each parameter
     * @param high    the higher one
     */
    private record Moved(int from, long largest, float[] low, float[] high) {}

    Door(PublishedParameters replica, float[] served) {
        this.replica = replica;
        this.served = served;
    }

    @Override
    public void changes(Change why, int from, int[] increments, int length, int sign) {
        switch (why) {
            case TRANSFER -> {
                transferred += sign * sum(increments, length);
                moved.add(before(from, increments, length));
            }
            case MIX -> {
                mixed += sign * sum(increments, length);
                moved.add(before(from, increments, length));
            }
            // These need no second side, and nobody has to be told by how much.
            case TRAINING, COPY, RETURN -> {
            }
        }
    }

    private static long sum(int[] increments, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += increments[i];
        }
        return sum;
    }

    private Moved before(int from, int[] increments, int length) {
        long largest = 0;
        float[] low = new float[length];
        float[] high = new float[length];
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, Math.abs((long) increments[i]));
            float own = FixedPoint.toFloat(replica.units()[from + i]);
            low[i] = Math.min(own, served[from + i]);
            high[i] = Math.max(own, served[from + i]);
        }
        return new Moved(from, largest, low, high);
    }

    /**
     * After a step: checks the node's own report.
     *
     * @param caps before the step, of each block in units; empty for a node that may move itself as it likes
     */
    void compare(PeerId node, long toldTransferred, long toldMixed, int[] caps) {
        if (transferred != toldTransferred || mixed != toldMixed) {
            throw new LawBrokenException(Laws.DOOR, node + " moved by " + transferred + " units in transfers and by "
                    + mixed + " by mixing in, and told of " + toldTransferred + " and " + toldMixed);
        }
        if (caps.length > 0) {
            long[] largest = new long[caps.length];
            for (Moved move : moved) {
                int block = move.from / replica.blocks().blockSize();
                largest[block] += move.largest;
                if (largest[block] > caps[block]) {
                    throw new LawBrokenException(Laws.DISPLACEMENT, node + " moved a parameter of block " + block
                            + " by " + largest[block] + " units, and its cap was " + caps[block]);
                }
            }
            for (Moved move : moved) {
                compareServed(node, move, caps[move.from / replica.blocks().blockSize()]);
            }
        }
        moved.clear();
        transferred = 0;
        mixed = 0;
    }

    /** The average follows the replica, so it may be anywhere between where it was and where the replica can have been moved. */
    private void compareServed(PeerId node, Moved move, int cap) {
        float most = FixedPoint.toFloat(cap) + ROUNDING;
        for (int i = 0; i < move.low.length; i++) {
            float now = served[move.from + i];
            if (!(now >= move.low[i] - most && now <= move.high[i] + most)) {
                throw new LawBrokenException(Laws.DISPLACEMENT,
                        node + " serves " + now + " for parameter " + (move.from + i) + " after a step, between "
                                + move.low[i] + " and " + move.high[i] + " before it");
            }
        }
    }
}
