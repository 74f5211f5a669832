package dev.grapevine.gossip.joining;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Which of several runs that were founded apart by the same terms a node goes to, by what those that are there say: to the
 * one in which most are, itself counted in its own; of two that have as many, to the one with the smaller identity, which was
 * founded earlier. So islands come together, and the larger or older one does not move. Whoever lies has one voice: a node that
 * sees more of its own run than there are liars stays. A pure machine; not for several threads at once.
 */
final class FoundedApart {

    /**
     * Where to go.
     *
     * @param run   its identity
     * @param there how many say that they take part in it
     * @param here  how many take part in the own one, the node itself included
     */
    record Change(String run, int there, int here) {}

    /** The last that a life of each peer said: the fingerprint of its run's charter. */
    private final SortedMap<PeerId, Long> fingerprints = new TreeMap<>();
    /** The identities of these runs by their charters, as far as one was seen: of the own, and those that were founded apart from it. */
    private final SortedMap<Long, Optional<String>> identities = new TreeMap<>();
    /** Who has answered since it was last asked, be it that it takes part in none of them. */
    private final SortedSet<PeerId> heard = new TreeSet<>();

    /** All are asked once more. */
    void ask() {
        heard.clear();
    }

    /** A peer answers with the fingerprint of its run's charter, or that it takes part in none. */
    void answered(PeerId peer, OptionalLong fingerprint) {
        heard.add(peer);
        if (fingerprint.isPresent()) {
            fingerprints.put(peer, fingerprint.getAsLong());
        } else {
            fingerprints.remove(peer);
        }
        identities.keySet().retainAll(fingerprints.values());
    }

    /**
     * A charter of a run that somebody takes part in was seen.
     *
     * @param identity empty if its terms are others
     */
    void seen(long fingerprint, Optional<String> identity) {
        if (fingerprints.containsValue(fingerprint)) {
            identities.put(fingerprint, identity);
        }
    }

    /** Whether a charter of that fingerprint was seen. */
    boolean isKnown(long fingerprint) {
        return identities.containsKey(fingerprint);
    }

    /** The run of a peer; empty if it takes part in none, in one of other terms, or in one that nothing is known of. */
    private Optional<String> run(PeerId peer) {
        Long fingerprint = fingerprints.get(peer);
        return fingerprint == null ? Optional.empty() : identities.getOrDefault(fingerprint, Optional.empty());
    }

    /** A life of a peer is over: the next one may take part in another run. */
    void buried(PeerId peer) {
        heard.remove(peer);
        fingerprints.remove(peer);
        identities.keySet().retainAll(fingerprints.values());
    }

    /** Whether a peer has said in which run it is, since all were asked, and the charter of that was seen. */
    boolean hasAnswered(PeerId peer) {
        return heard.contains(peer) && !isUnseen(peer);
    }

    /** Whether a peer has named a run whose charter was not seen. */
    boolean isUnseen(PeerId peer) {
        Long fingerprint = fingerprints.get(peer);
        return fingerprint != null && !isKnown(fingerprint);
    }

    /** Whether any of these, as far as is known, takes part in another run than this. */
    boolean isAnyApart(String own, Collection<PeerId> peers) {
        return peers.stream().anyMatch(peer -> run(peer).filter(run -> !run.equals(own)).isPresent());
    }

    /** Whether there was ever anybody, also among those that are out of sight now. */
    boolean isAnyApart(String own) {
        return isAnyApart(own, fingerprints.keySet());
    }

    /**
     * Where to go by what has been answered; empty to stay, also where fewer than half of those that are there have answered.
     *
     * @param own  the node's run
     * @param live who is there
     */
    Optional<Change> change(String own, Collection<PeerId> live) {
        SortedMap<String, Integer> members = new TreeMap<>();
        members.put(own, 1);
        int answers = 0;
        for (PeerId peer : live) {
            if (hasAnswered(peer)) {
                answers++;
                run(peer).ifPresent(run -> members.merge(run, 1, Integer::sum));
            }
        }
        String best = members.firstKey();
        for (Map.Entry<String, Integer> run : members.entrySet()) {
            best = run.getValue() > members.get(best) ? run.getKey() : best;
        }
        return best.equals(own) || 2 * answers < live.size()
                ? Optional.empty()
                : Optional.of(new Change(best, members.get(best), members.get(own)));
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(fingerprints.size());
        fingerprints.forEach((peer, fingerprint) -> {
            out.putText(peer.text());
            out.putLong(fingerprint);
        });
        out.putCount(identities.size());
        identities.forEach((fingerprint, identity) -> {
            out.putLong(fingerprint);
            out.putBoolean(identity.isPresent());
            identity.ifPresent(out::putText);
        });
        out.putCount(heard.size());
        heard.forEach(peer -> out.putText(peer.text()));
    }

    /** Takes over what another one knew. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            fingerprints.put(new PeerId(in.getText()), in.getLong());
        }
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            identities.put(in.getLong(), in.getBoolean() ? Optional.of(in.getText()) : Optional.empty());
        }
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            heard.add(new PeerId(in.getText()));
        }
    }
}
