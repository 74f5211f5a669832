package dev.grapevine.gossip.strategy;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;

/** A strategy, as users choose it. */
public interface StrategyRoom extends Room {

    /**
     * The strategy with a compression.
     *
     * @param compression a value of {@code gossip.compression}
     * @throws IllegalArgumentException if the strategy cannot use it; the message is a sentence
     */
    ChosenStrategy with(String compression);

    /** Whether it can use this value of {@code gossip.compression}. */
    default boolean compresses(String compression) {
        try {
            return with(compression) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The values of {@code gossip.compression} that it allows, as words for users. */
    String allowedCompressions();

    /** Some of these values, for trials of each strategy. */
    List<String> compressionExamples();

    /** Whether the overlay has to be one fixed graph. */
    default boolean needsNeighboursThatStay() {
        return false;
    }

    /** Whether a node waits for answers before it sends more. Otherwise it may send faster than the network carries. */
    default boolean hearsAnswers() {
        return true;
    }
}
