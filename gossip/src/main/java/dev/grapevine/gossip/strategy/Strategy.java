package dev.grapevine.gossip.strategy;

import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.peers.PeerId;

/**
 * One node's part in the way replicas of a run come to agree. It begins conversations with the peers that it is given
 * and answers those of peers; the choice of peers and times is made elsewhere, and so is the accounting for unfinished
 * work of dead peers.
 */
public interface Strategy extends Speaker {

    /** Whether an exchange may be begun with a peer now, if the peer may be approached at all. */
    boolean mayBegin(PeerId peer);

    /**
     * Begins an exchange with a peer, or sends it a push.
     *
     * @return false if there is no room for that now
     */
    boolean begin(PeerId peer);

    /**
     * Whether peers that membership no longer considers alive are useless, since no answer would come. Otherwise they
     * are chosen like the others until they are known to have left: a peer may receive what it cannot answer.
     */
    default boolean needsAnswers() {
        return true;
    }

    /** Whether an exchange makes progress, on either side, with a peer that answers. */
    default boolean isExchanging() {
        return false;
    }

    /** Whether the peer is the one that begins exchanges between the two. */
    default boolean isLeftTo(PeerId peer) {
        return false;
    }

    /** The number of conversations begun by this node that make progress. */
    default int moving() {
        return 0;
    }

    /**
     * Raises the given cap of each block to the one in a request whose answer may still come.
     *
     * @param caps by the scale, in units
     */
    default void raiseToAsked(int[] caps) {}

    /** A round of this many local steps was added to the replica. */
    default void trained(int steps) {}

    /** The node leaves: no exchange is begun any more, and open ones come to an end. */
    default void leave() {}

    /** There may be room to send, if a bandwidth limit is in force. */
    default void proceed() {}

    /** Whether it would send more if there were room. */
    default boolean isWaitingForRoom() {
        return false;
    }

    /**
     * The answer to a merge request.
     *
     * @param number     of the request
     * @param increments to the replica, in units
     */
    default void merged(long number, int[] increments) {}

    /** The bytes of a persist request can no longer be lost. */
    default void persisted(long number) {}
}
