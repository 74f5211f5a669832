package dev.grapevine.gossip.conversation;

import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/**
 * A dialogue with one peer, or with any peer that answers: a small state machine of its own. {@link Conversations}
 * routes its messages and timers to it, and removes it when it is over or when the peer's incarnation is dead. It
 * receives only messages of its kind, and block numbers that the model has.
 */
public interface Conversation {

    /** The key of the conversation, the same on both sides. */
    ConversationKey key();

    /** The other side; the node itself if any peer may answer. */
    PeerId peer();

    /** The peer sent a message in this conversation. */
    void onMessage(PeerId from, Message message);

    /** A timer of this conversation fired; {@code what} is the number that it was set with. */
    void onTimer(int what);

    /** Whether no further message of it matters. */
    boolean isOver();

    /** Blocks of which one side may have applied its increment and the other not. */
    default int unfinishedBlocks() {
        return 0;
    }

    /** The most blocks that it may leave unfinished from now on: the conversation itself keeps to that. */
    default int reservedBlocks() {
        return 0;
    }

    /** Mass that this side has added to its replica's sum without knowing that the other side has subtracted it. */
    default long unansweredMass() {
        return 0;
    }

    /** Whether it did something that must not be done twice if its messages arrive again. */
    default boolean hasDone() {
        return true;
    }

    /** Writes the state, besides the key, that its kind needs to restore it. */
    void save(StateWriter out);
}
