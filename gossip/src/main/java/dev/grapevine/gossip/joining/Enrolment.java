package dev.grapevine.gossip.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * How a node that has nothing but its data comes to take part: it asks whom it sees for the charter, and copies the
 * replica of the peer that answered, if the run is under way.
 *
 * <p>This machine decides; the core sends. While nobody has a charter, the smallest identity among those that look for
 * one founds the run, after a patience that lets the others appear.
 */
final class Enrolment {

    /** What to do next. */
    sealed interface Decision {

        /** Ask this peer again later. */
        record KeepLooking() implements Decision {}

        /** Take over this charter. */
        record Adopt(Charter charter, PeerId from, boolean underWay) implements Decision {}

        /** The user insists on something that the run does not have. */
        record Conflict(String sentence) implements Decision {}
    }

    private final Map<String, String> insisted;
    private final SortedSet<PeerId> looking = new TreeSet<>();

    /** @param insisted terms that the user gave explicitly, by name */
    Enrolment(Map<String, String> insisted) {
        this.insisted = new TreeMap<>(insisted);
    }

    /** A peer answered. */
    Decision answered(PeerId peer, Optional<Charter> charter, long rounds) {
        if (charter.isEmpty()) {
            looks(peer);
            return new Decision.KeepLooking();
        }
        Optional<String> refusal = charter.get().firstRefusal(insisted);
        return refusal.isPresent()
                ? new Decision.Conflict("The run that " + peer + " takes part in is another one: " + refusal.get())
                : new Decision.Adopt(charter.get(), peer, rounds > 0);
    }

    /** A peer has let it be seen that it has no charter. */
    void looks(PeerId peer) {
        looking.add(peer);
    }

    /**
     * Those that look for a charter as well, smallest identity first.
     *
     * @param isLive whom membership sees: the dead found nothing
     */
    List<PeerId> looking(Predicate<PeerId> isLive) {
        return looking.stream().filter(isLive).toList();
    }

    /**
     * Whether it falls to this node to found a run, now that it has looked for long enough.
     *
     * @param isLive whom membership sees
     */
    boolean shouldFound(PeerId self, Predicate<PeerId> isLive) {
        return looking(isLive).stream().allMatch(other -> self.compareTo(other) < 0);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(looking.size());
        looking.forEach(peer -> out.putText(peer.text()));
    }

    /** Takes over what another one of the same settings knew. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            looking.add(new PeerId(in.getText()));
        }
    }
}
