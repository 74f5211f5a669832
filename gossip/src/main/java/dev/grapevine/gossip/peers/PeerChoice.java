package dev.grapevine.gossip.peers;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;

/**
 * Whom a node exchanges with. What is chosen follows from the arguments alone, so nodes that see the same peers agree on
 * their overlay without a word.
 */
public interface PeerChoice {

    /**
     * When a node chooses.
     *
     * @param number       how many times it chose before; where nodes count alike, they are in the same round of a
     *                     schedule
     * @param stableTurns  how many times it chose with the view that it has
     * @param fanout       how many peers it wants
     */
    record Turn(long number, long stableTurns, int fanout) {}

    /**
     * The peers to start exchanges with now, each once; fewer than wanted where fewer are eligible.
     *
     * @param eligible which peers an exchange can be started with
     * @param random   all randomness of the choice
     */
    List<PeerId> choose(View view, Turn turn, Predicate<PeerId> eligible, RandomStream random);

    /** Why a node has no neighbours whoever is there, as a sentence; empty if it has some. */
    default Optional<String> whyAlone(PeerId self) {
        return Optional.empty();
    }

    /** Whether it is one fixed graph, so that a node keeps its neighbours. */
    default boolean isFixed() {
        return false;
    }

    /**
     * The node's neighbours while the view stays as it is, if the overlay is one fixed graph; none otherwise. Whoever is
     * in this list has this node in its own, if it sees the same peers.
     */
    default List<PeerId> neighbours(View view) {
        return List.of();
    }
}
