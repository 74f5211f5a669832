package dev.grapevine.gossip.message;

/**
 * A {@link Message} within a conversation. Its conversation follows from its kind, its sender, and its sequence number.
 */
public interface ConversationMessage {

    /** The sequence number that the initiator gave to the conversation; 0 if it has only one of the kind at a time. */
    long sequence();

    /** Whether the sender began the conversation; otherwise its peer did. */
    boolean isFromInitiator();
}
