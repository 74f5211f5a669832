package dev.grapevine.sim.check;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.parameters.PublishedParameters.Change;
import dev.grapevine.gossip.peers.PeerId;

/** What came through the door of one node's replica in a step, by its reason; compared with what the node told of it. */
final class Door implements PublishedParameters.Watcher {

    private long transferred;
    private long mixed;

    @Override
    public void changes(Change why, int from, int[] increments, int length, int sign) {
        switch (why) {
            case TRANSFER -> transferred += sign * sum(increments, length);
            case MIX -> mixed += sign * sum(increments, length);
            // These need no second side, and nobody has to be told by how much.
            case TRAINING, COPY -> {
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

    /** After a step: it told of so much. */
    void compare(PeerId node, long toldTransferred, long toldMixed) {
        if (transferred != toldTransferred || mixed != toldMixed) {
            throw new LawBrokenException(Laws.DOOR, node + " moved by " + transferred + " units in transfers and by "
                    + mixed + " by mixing in, and told of " + toldTransferred + " and " + toldMixed);
        }
        transferred = 0;
        mixed = 0;
    }
}
