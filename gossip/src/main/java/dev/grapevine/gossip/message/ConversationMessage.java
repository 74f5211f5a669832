package dev.grapevine.gossip.message;

/**
 * Something that is said within a conversation, by a {@link Message}. Which one follows from the kind of the message, from
 * who speaks, and from its number.
 */
public interface ConversationMessage {

    /** The number that the initiator gave to the conversation; 0 where it has only one of the kind at a time. */
    long sequence();

    /** Whether the node speaks that began the conversation; otherwise it is the other one. */
    boolean isFromInitiator();
}
