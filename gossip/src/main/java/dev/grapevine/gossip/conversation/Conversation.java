package dev.grapevine.gossip.conversation;

import dev.grapevine.gossip.peers.PeerId;

/**
 * A dialogue with one peer: a small machine of its own that the core only routes to. Each new way of talking is one more
 * member of this family.
 */
public sealed interface Conversation permits InitiatedExchange, AnsweredExchange, ReplicaCopy {

    /** With whom. */
    PeerId peer();

    /** Blocks of which one side may have applied its increment and the other not. */
    int unfinishedBlocks();

    /** Whether there is nothing left to say. */
    boolean isFinished();
}
