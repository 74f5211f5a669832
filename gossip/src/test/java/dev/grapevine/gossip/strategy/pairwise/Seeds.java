package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.gossip.message.ConversationKey;

/** The seeds that both ends of an exchange know, for tests that play one of them. */
public final class Seeds {

    private Seeds() {}

    public static int of(ConversationKey exchange, int block) {
        return DitherSeeds.of(exchange, block);
    }
}
