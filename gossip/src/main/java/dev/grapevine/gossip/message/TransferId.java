package dev.grapevine.gossip.message;

/**
 * Names a transfer of mass between two replicas: one end is debited once, the other credited at most once with the exact
 * negative; if it never is, the first one's ledger says so.
 *
 * @param conversation in which it happens
 * @param block        of the replica
 */
public record TransferId(ConversationKey conversation, int block) {}
