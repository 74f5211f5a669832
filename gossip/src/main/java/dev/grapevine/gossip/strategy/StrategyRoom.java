package dev.grapevine.gossip.strategy;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.event.RunPlan;

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

    /**
     * How replicas come together by themselves where nobody trains.
     *
     * @param neighboursMost how many neighbours a node has at most
     * @return empty where theory promises nothing
     */
    Optional<Promise> promise(RunPlan plan, int neighboursMost);

    /** Whether a node goes on only when it is answered. Otherwise it may outrun a network that is slower than it speaks. */
    default boolean hearsAnswers() {
        return true;
    }

    /** A node's part in it. */
    Strategy begin(StrategyContext context);
}
