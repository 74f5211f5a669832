package dev.grapevine.gossip.peers;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;

/**
 * The overlay of one node: it chooses the peers to exchange with. The choice follows from the arguments alone, so nodes
 * that see the same peers agree on their overlay without messages.
 */
public interface PeerChoice {

    /**
     * One choice of a node.
     *
     * @param number       earlier choices; nodes with equal counts are in the same round of a schedule
     * @param stableTurns  earlier choices with the present view
     * @param fanout       the number of peers that it wants
     */
    record Turn(long number, long stableTurns, int fanout) {}

    /**
     * The peers to start exchanges with now, each once; fewer than wanted if fewer are eligible.
     *
     * @param eligible which peers an exchange can be started with
     * @param random   all randomness of the choice
     */
    List<PeerId> choose(View view, Turn turn, Predicate<PeerId> eligible, RandomStream random);

    /** The reason why a node never has neighbours, as a sentence; empty if it can have some. */
    default Optional<String> whyAlone(PeerId self) {
        return Optional.empty();
    }

    /** Whether it is one fixed graph, so that a node keeps its neighbours. */
    default boolean isFixed() {
        return false;
    }

    /**
     * The node's neighbours while the view stays as it is, if the overlay is one fixed graph; none otherwise. The
     * relation is symmetric between nodes that see the same peers.
     */
    default List<PeerId> neighbours(View view) {
        return List.of();
    }
}
