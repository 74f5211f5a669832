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
 * Decides to which of several runs, founded apart with the same terms, a node goes, by the answers of live peers: to
 * the one with the most nodes, itself counted in its own; among equals, to the one with the smaller identity, which was
 * founded earlier. So islands merge, and the larger or older one does not move. A liar has one vote: a node that sees
 * more peers of its own run than there are liars stays. A pure machine; not for several threads at once.
 */
final class FoundedApart {

    /**
     * The run to go to.
     *
     * @param run   its identity
     * @param there number of peers that say that they take part in it
     * @param here  number of nodes in this node's own run, the node itself included
     */
    record Change(String run, int there, int here) {}

    /** The latest answer of each peer's current incarnation: the fingerprint of its run's charter. */
    private final SortedMap<PeerId, Long> fingerprints = new TreeMap<>();
    /**
     * The identities of these runs by fingerprint, of charters that were seen: the node's own run and those founded
     * apart from it.
     */
    private final SortedMap<Long, Optional<String>> identities = new TreeMap<>();
    /** Peers that have answered since they were last asked, also that they take part in none of these runs. */
    private final SortedSet<PeerId> heard = new TreeSet<>();

    /** A new inquiry: all peers are asked once more. */
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
     * The charter of a peer's run was seen.
     *
     * @param identity empty if its other terms differ, too
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

    /** The run of a peer; empty if it takes part in none, in one with other terms, or in an unknown one. */
    private Optional<String> run(PeerId peer) {
        Long fingerprint = fingerprints.get(peer);
        return fingerprint == null ? Optional.empty() : identities.getOrDefault(fingerprint, Optional.empty());
    }

    /** A peer's incarnation is dead: the next one may take part in another run. */
    void buried(PeerId peer) {
        heard.remove(peer);
        fingerprints.remove(peer);
        identities.keySet().retainAll(fingerprints.values());
    }

    /** Whether a peer has answered the present inquiry, and the charter of its run was seen. */
    boolean hasAnswered(PeerId peer) {
        return heard.contains(peer) && !isUnseen(peer);
    }

    /** Whether a peer has named a run whose charter was not seen. */
    boolean isUnseen(PeerId peer) {
        Long fingerprint = fingerprints.get(peer);
        return fingerprint != null && !isKnown(fingerprint);
    }

    /** Whether any of these peers is known to take part in another run than this. */
    boolean isAnyApart(String own, Collection<PeerId> peers) {
        return peers.stream().anyMatch(peer -> run(peer).filter(run -> !run.equals(own)).isPresent());
    }

    /** Whether any peer ever was in another run, also peers that are out of sight now. */
    boolean isAnyApart(String own) {
        return isAnyApart(own, fingerprints.keySet());
    }

    /**
     * The run to go to, by the answers so far; empty to stay, also if fewer than half of the live peers have answered.
     *
     * @param own  the node's run
     * @param live the live peers
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

    /** Restores what {@link #save} wrote. */
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
