package dev.grapevine.gossip.conversation;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/** One node's part in a way of talking: it begins conversations, and hears what is said outside of any. */
public interface Speaker {

    /** The way of talking. */
    Room room();

    /** A message that belongs to none of the conversations that are under way, and may begin one. */
    void hear(PeerId from, Message message);

    /** A peer's incarnation is dead: its conversations are closed already, and what else it said is worth nothing. */
    default void buried(PeerId peer) {}

    /** A conversation as its kind saved it. */
    Conversation restore(ConversationKey key, PeerId peer, StateReader in);

    /** Writes what the same incarnation needs to go on, besides its conversations. */
    default void save(StateWriter out) {}

    /** The inverse of {@link #save}. */
    default void restore(StateReader in) {}
}
