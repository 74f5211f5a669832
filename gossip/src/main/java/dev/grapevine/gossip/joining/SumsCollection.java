package dev.grapevine.gossip.joining;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The founder's collecting of what others tell of their data. What comes out depends on who answered with what, and
 * neither on the order of the answers nor on how often they came. This machine keeps the books; the core sends.
 */
final class SumsCollection {

    /** Of all answers: one that is beyond counts as having nothing to tell. */
    static final long BYTES_MAX = 1L << 26;

    private final SortedSet<PeerId> asked = new TreeSet<>();
    private final SortedSet<PeerId> awaited = new TreeSet<>();
    /** The first answer of each peer that was asked. */
    private final SortedMap<PeerId, byte[]> answers = new TreeMap<>();
    private long bytes;

    /** A peer is there that has something to tell; says whether it has yet to be asked. */
    boolean expect(PeerId peer) {
        asked.add(peer);
        return !answers.containsKey(peer) && awaited.add(peer);
    }

    /** A peer answered, perhaps again. False if it was never asked. */
    boolean answered(PeerId peer, byte[] sums) {
        if (!asked.contains(peer)) {
            return false;
        }
        awaited.remove(peer);
        if (!answers.containsKey(peer)) {
            boolean fits = bytes + sums.length <= BYTES_MAX;
            take(peer, fits ? sums : new byte[0]);
        }
        return true;
    }

    private void take(PeerId peer, byte[] sums) {
        answers.put(peer, sums);
        bytes += sums.length;
    }

    /** A peer is gone: it is not waited for, but what it has said counts. */
    void lost(PeerId peer) {
        awaited.remove(peer);
    }

    /** Those that are waited for, smallest identity first. */
    List<PeerId> awaited() {
        return List.copyOf(awaited);
    }

    /** The non-empty answers, ordered by peer. */
    List<PeerSums> sums() {
        return answers.entrySet().stream().filter(answer -> answer.getValue().length > 0)
                .map(answer -> new PeerSums(answer.getKey(), answer.getValue())).toList();
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(asked.size());
        asked.forEach(peer -> {
            out.putText(peer.text());
            out.putBoolean(awaited.contains(peer));
            byte[] answer = answers.get(peer);
            out.putBoolean(answer != null);
            if (answer != null) {
                out.putBytes(answer);
            }
        });
    }

    /** Takes over the books of another one. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            PeerId peer = new PeerId(in.getText());
            asked.add(peer);
            if (in.getBoolean()) {
                awaited.add(peer);
            }
            if (in.getBoolean()) {
                take(peer, in.getBytes());
            }
        }
    }
}
