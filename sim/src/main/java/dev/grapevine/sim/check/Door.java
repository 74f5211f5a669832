package dev.grapevine.sim.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.parameters.PublishedParameters.Change;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Movements of one node's replica in a step, by their reason; compared with the node's own reports, and with the caps
 * on movements by peers.
 */
final class Door implements PublishedParameters.Watcher {

    private static final Kernels KERNELS = Kernels.best();
    /** The served average is of floats up to 64, each rounded a few times. */
    private static final float ROUNDING = 64 * 4 * Math.ulp(1f);

    private final PublishedParameters replica;
    private final float[] served;
    private final List<Moved> moved = new ArrayList<>();
    private long transferred;
    private long mixed;

    private final Room room;

    /**
     * Room for movements, used again and again: millions of steps are watched, and steps of nodes follow one another. For
     * one thread.
     */
    static final class Room {

        private final Deque<Moved> spare = new ArrayDeque<>();

        private Moved take(int length) {
            Moved move = spare.pollFirst();
            return move == null || move.replica.length < length ? new Moved(length) : move;
        }

        private void giveBack(List<Moved> moves) {
            moves.forEach(spare::addFirst);
        }
    }

    /** A movement that a peer is about to cause. */
    private static final class Moved {
        private int from;
        private int length;
        /** The largest movement of a parameter, in units. */
        private long largest;
        /** The replica before, in units, and the served average before. */
        private final int[] replica;
        private final float[] served;

        Moved(int lengthMax) {
            this.replica = new int[lengthMax];
            this.served = new float[lengthMax];
        }
    }

    /** @param room shared by the nodes of a run */
    Door(PublishedParameters replica, float[] served, Room room) {
        this.room = room;
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
            // These movements have no peer, and no report names their amount.
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
        Moved move = room.take(length);
        move.from = from;
        move.length = length;
        move.largest = Differences.largest(increments, length);
        System.arraycopy(replica.units(), from, move.replica, 0, length);
        System.arraycopy(served, from, move.served, 0, length);
        return move;
    }

    /**
     * Checks the node's own report after a step.
     *
     * @param caps caps before the step, per block in units; empty for a node without caps
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
        room.giveBack(moved);
        moved.clear();
        transferred = 0;
        mixed = 0;
    }

    /**
     * The average follows the replica, so it lies between its old value and the farthest value that the replica can
     * have.
     */
    private void compareServed(PeerId node, Moved move, int cap) {
        float most = FixedPoint.toFloat(cap) + ROUNDING;
        if (KERNELS.maxAbsoluteDifference(served, move.from, move.served, 0, move.length) <= most) {
            return;
        }
        for (int i = 0; i < move.length; i++) {
            float now = served[move.from + i];
            float own = FixedPoint.toFloat(move.replica[i]);
            float low = Math.min(own, move.served[i]);
            float high = Math.max(own, move.served[i]);
            if (!(now >= low - most && now <= high + most)) {
                throw new LawBrokenException(Laws.DISPLACEMENT, node + " serves " + now + " for parameter "
                        + (move.from + i) + " after a step, between " + low + " and " + high + " before it");
            }
        }
    }
}
