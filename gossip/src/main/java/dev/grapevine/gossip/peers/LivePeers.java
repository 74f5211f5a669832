package dev.grapevine.gossip.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.grapevine.gossip.random.RandomStream;

/** The peers that membership holds for alive, in a fixed order, and the uniform choice among them. */
public final class LivePeers {

    private final SortedSet<PeerId> live = new TreeSet<>();

    public void add(PeerId peer) {
        live.add(peer);
    }

    public void remove(PeerId peer) {
        live.remove(peer);
    }

    public boolean contains(PeerId peer) {
        return live.contains(peer);
    }

    public int count() {
        return live.size();
    }

    /** All of them, smallest first. */
    public List<PeerId> all() {
        return List.copyOf(live);
    }

    /** One of those that are eligible, each equally likely. */
    public Optional<PeerId> choose(RandomStream random, Predicate<PeerId> eligible) {
        List<PeerId> candidates = new ArrayList<>(live);
        candidates.removeIf(eligible.negate());
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }
}
