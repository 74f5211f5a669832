package dev.grapevine.gossip.peers;

import java.util.List;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;

/**
 * Draws any live peer with equal probability (D. Kempe, A. Dobra, J. Gehrke, "Gossip-Based Computation of Aggregate
 * Information", FOCS 2003). Needs no agreement, and mixes well while peers come and go.
 */
public final class UniformChoice implements PeerChoice {

    @Override
    public List<PeerId> choose(View view, Turn turn, Predicate<PeerId> eligible, RandomStream random) {
        return new Draw(view.others(), eligible).take(turn.fanout(), random);
    }
}
