package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Decides how a node that has nothing but its data finds a run: it asks the peers that it sees for the charter, and
 * copies the replica of one that answered, if the run is under way.
 *
 * <p>This machine decides; other classes send. It knows live peers only. While no peer has a charter, the smallest
 * identity among those that look for one founds the run, after a patience in which others can appear.
 */
final class Enrolment {

    /** The next thing to do. */
    sealed interface Decision {

        /** Ask this peer again later. */
        record KeepLooking() implements Decision {}

        /** A suitable run: others are asked, too. */
        record Counted() implements Decision {}

        /** This peer's run contradicts a pinned term. Others may take part in another one. */
        record Conflict(String sentence) implements Decision {}
    }

    private final Map<String, String> pinned;
    private final Duration patience;
    private final Claims claims;
    private final CharterVotes votes = new CharterVotes();
    private final SortedSet<PeerId> looking = new TreeSet<>();
    /** Peers whose run contradicts a pinned term, and the reasons. */
    private final SortedMap<PeerId, String> conflicts = new TreeMap<>();
    /** The time since which such peers have always been more than half of the live ones; empty while they are not. */
    private Optional<Duration> outvotedSince = Optional.empty();

    /**
     * @param pinned   terms that the user gave explicitly, by name
     * @param patience how long to look for a run with these terms while there is another one
     * @param term     how long a peer whose turn it is to found a run may take
     */
    Enrolment(Map<String, String> pinned, Duration patience, Duration term) {
        this.pinned = new TreeMap<>(pinned);
        this.patience = patience;
        this.claims = new Claims(term);
    }

    /** A peer answered. */
    Decision answered(PeerId peer, Optional<Charter> charter, long rounds, Duration now) {
        if (charter.isEmpty()) {
            seenLooking(peer);
            return new Decision.KeepLooking();
        }
        Optional<String> refusal = charter.get().firstRefusal(pinned);
        looking.remove(peer);
        if (refusal.isEmpty()) {
            conflicts.remove(peer);
            votes.vote(peer, charter.get(), rounds, now);
            return new Decision.Counted();
        }
        votes.abstain(peer);
        String sentence = "The run that " + peer + " takes part in is another one: " + refusal.get();
        conflicts.put(peer, sentence);
        return new Decision.Conflict(sentence);
    }

    /** A peer has shown that it has no charter. */
    void seenLooking(PeerId peer) {
        looking.add(peer);
        conflicts.remove(peer);
        votes.abstain(peer);
    }

    /** A peer wants to found a run. */
    void requested(PeerId peer, Duration now) {
        seenLooking(peer);
        claims.requested(peer, now);
    }

    /** A peer is gone: it will not found a run. */
    void lost(PeerId peer) {
        looking.remove(peer);
        conflicts.remove(peer);
        claims.lost(peer);
        votes.lost(peer);
    }

    /** The votes of peers that named a suitable run. */
    CharterVotes votes() {
        return votes;
    }

    /** Whether a peer has answered the question about its run. */
    boolean hasAnswered(PeerId peer) {
        return looking.contains(peer) || conflicts.containsKey(peer);
    }

    /**
     * The reason why there is no run for this node: more than half of the live peers have long been in another one. A
     * minority stops no node.
     *
     * @param alive number of live peers
     */
    Optional<String> impasse(int alive, Duration now) {
        if (!isOutvoted(alive)) {
            outvotedSince = Optional.empty();
            return Optional.empty();
        }
        Duration since = outvotedSince.orElse(now);
        outvotedSince = Optional.of(since);
        return now.minus(since).compareTo(patience) < 0
                ? Optional.empty()
                : Optional.of(conflicts.firstEntry().getValue());
    }

    private boolean isOutvoted(int alive) {
        return 2 * conflicts.size() > alive;
    }

    /** The peers that look for a charter, too, and are not passed over, smallest identity first. */
    List<PeerId> looking() {
        return looking.stream().filter(peer -> !claims.isPassedOver(peer)).toList();
    }

    /** The peers before this node that have let their terms pass, so that they are passed over from now on. */
    List<PeerId> passOver(PeerId self, Duration now) {
        return claims.passOver(List.copyOf(looking.headSet(self)), now);
    }

    /**
     * Whether this node has to found a run, now that it has looked for long enough. If some peers take part in another
     * one, only if they are not the majority and all others have answered that they look, too.
     *
     * @param alive number of live peers
     */
    boolean shouldFound(PeerId self, int alive) {
        boolean free = conflicts.isEmpty() || !isOutvoted(alive) && looking.size() + conflicts.size() == alive;
        return free && looking.headSet(self).stream().allMatch(claims::isPassedOver);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(looking.size());
        looking.forEach(peer -> out.putText(peer.text()));
        out.putCount(conflicts.size());
        conflicts.forEach((peer, sentence) -> {
            out.putText(peer.text());
            out.putText(sentence);
        });
        out.putLong(outvotedSince.map(Duration::toNanos).orElse(-1L));
        claims.save(out);
        votes.save(out);
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            looking.add(new PeerId(in.getText()));
        }
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            conflicts.put(new PeerId(in.getText()), in.getText());
        }
        outvotedSince = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
        claims.restore(in);
        votes.restore(in);
    }
}
