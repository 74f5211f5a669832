package dev.grapevine.gossip.strategy;

import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.peers.PeerId;

/**
 * How the replicas of a run come to agree: one node's part in it. It begins conversations with the peers that it is given
 * and answers theirs; when and with whom is decided elsewhere, and so is what becomes of what a dead peer left unfinished.
 */
public interface Strategy extends Speaker {

    /** Whether something may be begun with a peer now, if it is one that may be approached at all. */
    boolean mayBegin(PeerId peer);

    /**
     * Begins with a peer, or sends it what is to be sent.
     *
     * @return false if there is no room for that now
     */
    boolean begin(PeerId peer);

    /**
     * Whether a peer that membership no longer holds for alive is of no use, since no answer would come. Otherwise it is
     * chosen like the others until it is known to have left: it may hear where it cannot be heard.
     */
    default boolean needsAnswers() {
        return true;
    }

    /** Whether an exchange makes progress, whoever began it, with a peer that answers. */
    default boolean isExchanging() {
        return false;
    }

    /** Whether it is the peer that begins exchanges of the two. */
    default boolean isLeftTo(PeerId peer) {
        return false;
    }

    /** How many conversations that this node began make progress. */
    default int moving() {
        return 0;
    }

    /**
     * How far peers may move the node: raises the given cap of each block to what has been said in a request whose answer may
     * still come.
     *
     * @param caps by the scale, in units
     */
    default void raiseToAsked(int[] caps) {}

    /** A round of so many local steps is in the replica. */
    default void trained(int steps) {}

    /** The node leaves: what is not begun yet is not begun any more, and what is under way comes to an end. */
    default void leave() {}

    /** There may be room to send, where sending is limited. */
    default void proceed() {}

    /** Whether it would say more if there were room to send. */
    default boolean isWaitingForRoom() {
        return false;
    }

    /**
     * The answer to a merge that was asked for is there.
     *
     * @param number     of the request
     * @param increments to the replica, in units
     */
    default void merged(long number, int[] increments) {}

    /** What was to be kept can no longer be lost. */
    default void persisted(long number) {}
}
