package dev.grapevine.gossip.message;

/**
 * A message and the incarnations that it needs.
 *
 * @param receiverIncarnation as far as the sender knows; 0 if it does not
 */
public record Envelope(long senderIncarnation, long receiverIncarnation, Message message) {}
