package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.gossip.message.ConversationKey;

/** The seed that both ends of an exchange give to the codec, a different one for each block. */
final class DitherSeeds {

    private DitherSeeds() {}

    static int of(ConversationKey exchange, int block) {
        long hash = exchange.initiator().text().hashCode();
        hash = hash * 0x9E37_79B9_7F4A_7C15L + exchange.incarnation();
        hash = hash * 0x9E37_79B9_7F4A_7C15L + exchange.sequence();
        hash = hash * 0x9E37_79B9_7F4A_7C15L + block;
        return (int) (hash ^ (hash >>> 32));
    }
}
