package dev.grapevine.gossip.strategy;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;

/** A way to agree, as users choose it. */
public interface StrategyRoom extends Room {

    /** Whether it can use what a user wrote for {@code gossip.compression}. */
    boolean compresses(String compression);

    /** What a user may write for it. */
    String allowedCompressions();

    /** Some of them, for those who try one or another. */
    List<String> compressionExamples();

    /** Whether a node needs neighbours that stay. */
    default boolean needsNeighboursThatStay() {
        return false;
    }

    /** Whether replicas come together by themselves where nobody trains, at least as fast as random pairs that average. */
    boolean contracts(String compression);

    /** A node's part in it. */
    Strategy begin(StrategyContext context);
}
