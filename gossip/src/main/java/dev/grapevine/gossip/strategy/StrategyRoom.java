package dev.grapevine.gossip.strategy;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.event.RunPlan;

/** A strategy, as users choose it. */
public interface StrategyRoom extends Room {

    /** Whether it can use this value of {@code gossip.compression}. */
    boolean compresses(String compression);

    /** The values of {@code gossip.compression} that it allows, as words for users. */
    String allowedCompressions();

    /** Some of these values, for trials of each strategy. */
    List<String> compressionExamples();

    /** Whether the overlay has to be one fixed graph. */
    default boolean needsNeighboursThatStay() {
        return false;
    }

    /**
     * The guaranteed contraction of disagreement while nobody trains.
     *
     * @param neighboursMost the most neighbours of any node
     * @return empty if theory gives no guarantee
     */
    Optional<Promise> promise(RunPlan plan, int neighboursMost);

    /** Whether a node waits for answers before it sends more. Otherwise it may send faster than the network carries. */
    default boolean hearsAnswers() {
        return true;
    }

    /** Creates a node's part in it. */
    Strategy begin(StrategyContext context);
}
