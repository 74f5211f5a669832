package dev.grapevine.gossip.conversation;

import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/**
 * A dialogue with one peer, or with whoever answers: a small machine of its own. {@link Conversations} routes to it what is
 * said in it and its timers, and forgets it when it is over or when the peer's incarnation is dead. It is told of no other
 * messages than those of its kind whose block, if any, the model has.
 */
public interface Conversation {

    /** Its name, the same on both sides. */
    ConversationKey key();

    /** The other side; the node itself where anybody may answer. */
    PeerId peer();

    /** The peer said something in this conversation. */
    void hear(PeerId from, Message message);

    /** A timer that it asked for is over; {@code what} is the number that it gave. */
    void fired(int what);

    /** Whether nothing that is said in it matters any more. */
    boolean isOver();

    /** Blocks of which one side may have applied its increment and the other not. */
    default int unfinishedBlocks() {
        return 0;
    }

    /** How many blocks it may leave unfinished from now on: it keeps to that by itself. */
    default int reservedBlocks() {
        return 0;
    }

    /** What this side has added to its replica's sum without knowing that the other side has taken off as much. */
    default long unansweredMass() {
        return 0;
    }

    /** Whether anything was done in it that must not be done again, should its words be said once more. */
    default boolean hasDone() {
        return true;
    }

    /** Writes what its kind needs to make it again, besides its key. */
    void save(StateWriter out);
}
