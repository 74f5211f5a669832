package dev.grapevine.gossip.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;

/** Draws without replacement: all eligible candidates are equally likely. */
final class Draw {

    private static final int BLIND_DRAWS = 8;

    private final List<PeerId> candidates;
    private final Predicate<PeerId> eligible;

    Draw(List<PeerId> candidates, Predicate<PeerId> eligible) {
        this.candidates = candidates;
        this.eligible = eligible;
    }

    /** Draws up to this many. */
    List<PeerId> take(int count, RandomStream random) {
        List<PeerId> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            one(peer -> !taken.contains(peer) && eligible.test(peer), random).ifPresent(taken::add);
        }
        return taken;
    }

    private Optional<PeerId> one(Predicate<PeerId> open, RandomStream random) {
        // Most candidates are usually eligible, so a few blind draws spare the walk through all of them.
        for (int draw = 0; draw < BLIND_DRAWS && !candidates.isEmpty(); draw++) {
            PeerId drawn = candidates.get(random.nextInt(candidates.size()));
            if (open.test(drawn)) {
                return Optional.of(drawn);
            }
        }
        List<PeerId> left = candidates.stream().filter(open).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(left.get(random.nextInt(left.size())));
    }
}
