package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.gossip.message.ConversationKey;

/** What both ends of an exchange know, for tests that speak for one of them. */
public final class Seeds {

    private Seeds() {}

    public static int of(ConversationKey exchange, int block) {
        return DitherSeeds.of(exchange, block);
    }
}
