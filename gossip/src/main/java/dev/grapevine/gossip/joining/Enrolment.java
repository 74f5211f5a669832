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
 * How a node that has nothing but its data comes to take part: it asks whom it sees for the charter, and copies the
 * replica of the peer that answered, if the run is under way.
 *
 * <p>This machine decides; the core sends. It knows of peers that are alive only. While nobody has a charter, the smallest
 * identity among those that look for one founds the run, after a patience that lets the others appear.
 */
final class Enrolment {

    /** What to do next. */
    sealed interface Decision {

        /** Ask this peer again later. */
        record KeepLooking() implements Decision {}

        /** A run that would do: others are to be heard, too. */
        record Counted() implements Decision {}

        /** The user insists on something that this peer's run does not have. Others may take part in another one. */
        record Conflict(String sentence) implements Decision {}
    }

    private final Map<String, String> insisted;
    private final Duration patience;
    private final Claims claims;
    private final CharterVotes votes = new CharterVotes();
    private final SortedSet<PeerId> looking = new TreeSet<>();
    /** Whose run the user does not want, and why not. */
    private final SortedMap<PeerId, String> conflicts = new TreeMap<>();
    /** Since when more than half of those alive have been such peers all the time; empty while they are not. */
    private Optional<Duration> outvotedSince = Optional.empty();

    /**
     * @param insisted terms that the user gave explicitly, by name
     * @param patience how long to look for a run that has them while there is another one
     * @param term     how long somebody whose turn it is to found a run may take
     */
    Enrolment(Map<String, String> insisted, Duration patience, Duration term) {
        this.insisted = new TreeMap<>(insisted);
        this.patience = patience;
        this.claims = new Claims(term);
    }

    /** A peer answered. */
    Decision answered(PeerId peer, Optional<Charter> charter, long rounds, Duration now) {
        if (charter.isEmpty()) {
            looks(peer);
            return new Decision.KeepLooking();
        }
        Optional<String> refusal = charter.get().firstRefusal(insisted);
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

    /** A peer has let it be seen that it has no charter. */
    void looks(PeerId peer) {
        looking.add(peer);
        conflicts.remove(peer);
        votes.abstain(peer);
    }

    /** A peer wants to found a run. */
    void requested(PeerId peer, Duration now) {
        looks(peer);
        claims.requested(peer, now);
    }

    /** A peer is gone: the dead found nothing. */
    void lost(PeerId peer) {
        looking.remove(peer);
        conflicts.remove(peer);
        claims.lost(peer);
        votes.lost(peer);
    }

    /** Those that named a run that would do. */
    CharterVotes votes() {
        return votes;
    }

    /** Whether a peer has said what it knows of a run. */
    boolean hasAnswered(PeerId peer) {
        return looking.contains(peer) || conflicts.containsKey(peer);
    }

    /**
     * Why there is no run for this node, if for long more than half of those alive take part in another one. What fewer say
     * stops nobody.
     *
     * @param alive how many peers are
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

    /** Those that look for a charter as well and are not passed over, smallest identity first. */
    List<PeerId> looking() {
        return looking.stream().filter(peer -> !claims.isPassedOver(peer)).toList();
    }

    /** Who of those that come before this node has let its term go by, so that it is passed over from now on. */
    List<PeerId> passOver(PeerId self, Duration now) {
        return claims.passOver(List.copyOf(looking.headSet(self)), now);
    }

    /**
     * Whether it falls to this node to found a run, now that it has looked for long enough. Where some take part in another
     * one, only if they are not the most, and all others have said that they look too.
     *
     * @param alive how many peers are
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

    /** Takes over what another one of the same settings knew. */
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
