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
 * The sums that the founder collects from others. The result depends on the first answer of each peer, and neither on
 * the order of arrival nor on duplicates. This machine only keeps the answers; another class sends.
 */
final class SumsCollection {

    /** Bytes of all answers together: an answer beyond counts as empty. */
    static final long BYTES_MAX = 1L << 26;

    /** The fate of an answer. */
    enum Answer {
        /** It was never asked for. */
        UNASKED,
        /** It counts, or an earlier one does. */
        TAKEN,
        /** All answers would have too many bytes: it counts as empty. */
        TOO_LONG
    }

    private final SortedSet<PeerId> asked = new TreeSet<>();
    private final SortedSet<PeerId> awaited = new TreeSet<>();
    /** The first answer of each peer that was asked. */
    private final SortedMap<PeerId, byte[]> answers = new TreeMap<>();
    private long bytes;

    /** A peer with possible sums is there; returns whether it has yet to be asked. */
    boolean expect(PeerId peer) {
        asked.add(peer);
        return !answers.containsKey(peer) && awaited.add(peer);
    }

    /** A peer answered, perhaps again. */
    Answer answered(PeerId peer, byte[] sums) {
        if (!asked.contains(peer)) {
            return Answer.UNASKED;
        }
        awaited.remove(peer);
        if (answers.containsKey(peer)) {
            return Answer.TAKEN;
        }
        boolean fits = bytes + sums.length <= BYTES_MAX;
        take(peer, fits ? sums : new byte[0]);
        return fits ? Answer.TAKEN : Answer.TOO_LONG;
    }

    private void take(PeerId peer, byte[] sums) {
        answers.put(peer, sums);
        bytes += sums.length;
    }

    /** A peer is gone: its answer is no longer awaited, but an earlier one counts. */
    void lost(PeerId peer) {
        awaited.remove(peer);
    }

    /** The peers whose answers are awaited, smallest identity first. */
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

    /** Restores what {@link #save} wrote. */
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
