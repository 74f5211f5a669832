package dev.grapevine.gossip.conversation;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/** One node's side of a room: it begins conversations and handles messages outside of any. */
public interface Speaker {

    /** The room. */
    Room room();

    /** Handles a message that belongs to no open conversation; it may begin one. */
    void onMessage(PeerId from, Message message);

    /**
     * A peer's incarnation is dead: its conversations are closed already, and other records of it should be dropped.
     */
    default void buried(PeerId peer) {}

    /** Restores a conversation from what its kind saved. */
    Conversation restore(ConversationKey key, PeerId peer, StateReader in);

    /** Writes the state, besides the conversations, with which the same incarnation goes on. */
    default void save(StateWriter out) {}

    /** The inverse of {@link #save}. */
    default void restore(StateReader in) {}
}
