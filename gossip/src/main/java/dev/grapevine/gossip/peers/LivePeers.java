package dev.grapevine.gossip.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.gossip.random.RandomStream;

/** The peers that membership holds for alive, in a fixed order, and the uniform choice among them. */
public final class LivePeers {

    private static final int BLIND_DRAWS = 8;

    /** Sorted, each once. */
    private final List<PeerId> live = new ArrayList<>();

    public void add(PeerId peer) {
        int position = Collections.binarySearch(live, peer);
        if (position < 0) {
            live.add(-position - 1, peer);
        }
    }

    public void remove(PeerId peer) {
        int position = Collections.binarySearch(live, peer);
        if (position >= 0) {
            live.remove(position);
        }
    }

    public boolean contains(PeerId peer) {
        return Collections.binarySearch(live, peer) >= 0;
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
        // Most are, as a rule, so a few blind draws spare the walk through all of them.
        for (int draw = 0; draw < BLIND_DRAWS && !live.isEmpty(); draw++) {
            PeerId drawn = live.get(random.nextInt(live.size()));
            if (eligible.test(drawn)) {
                return Optional.of(drawn);
            }
        }
        List<PeerId> candidates = live.stream().filter(eligible).toList();
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }
}
