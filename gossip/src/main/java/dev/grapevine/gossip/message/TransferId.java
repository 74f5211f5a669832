package dev.grapevine.gossip.message;

/**
 * Names a transfer of mass between two replicas: one end is debited once, the other is credited at most once with the
 * exact negative; if it never is, the ledger of the first one says so.
 *
 * @param conversation in which it happens
 * @param block        of the replica
 */
public record TransferId(ConversationKey conversation, int block) {}
