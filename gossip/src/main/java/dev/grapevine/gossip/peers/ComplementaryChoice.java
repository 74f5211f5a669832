package dev.grapevine.gossip.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;

/**
 * Draws any live peer, the likelier the more its class shares differ from the node's own: with data skewed by label,
 * such a peer knows most of what this node's rows do not show. The weight of a peer grows with the square of the
 * distance d of the shares, (64 + d)² / 64, so that the likeliest is drawn eighty times as often as one with the same
 * data, and all are still drawn. A peer with unknown shares has the mean weight of the others.
 */
public final class ComplementaryChoice implements PeerChoice {

    private static final int BASE = 64;

    private final KnownShares shares;

    public ComplementaryChoice(KnownShares shares) {
        this.shares = shares;
    }

    @Override
    public List<PeerId> choose(View view, Turn turn, Predicate<PeerId> eligible, RandomStream random) {
        List<PeerId> left = new ArrayList<>(view.others().stream().filter(eligible).toList());
        List<PeerId> taken = new ArrayList<>();
        while (taken.size() < turn.fanout() && !left.isEmpty()) {
            taken.add(left.remove(draw(weights(left), random)));
        }
        return taken;
    }

    /** Weights proportional to the probabilities of the peers, all positive. */
    int[] weights(List<PeerId> peers) {
        List<Optional<Integer>> weights = peers.stream().map(peer -> shares.distance(peer).map(
                ComplementaryChoice::weight)).toList();
        List<Integer> known = weights.stream().flatMap(Optional::stream).toList();
        int mean = known.isEmpty() ? BASE : known.stream().mapToInt(Integer::intValue).sum() / known.size();
        return weights.stream().mapToInt(weight -> weight.orElse(mean)).toArray();
    }

    private static int weight(int distance) {
        return (BASE + distance) * (BASE + distance) / BASE;
    }

    private static int draw(int[] weights, RandomStream random) {
        int rest = random.nextInt(Arrays.stream(weights).sum());
        int drawn = 0;
        while (rest >= weights[drawn]) {
            rest -= weights[drawn];
            drawn++;
        }
        return drawn;
    }
}
