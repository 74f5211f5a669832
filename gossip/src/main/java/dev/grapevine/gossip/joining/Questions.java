package dev.grapevine.gossip.joining;

import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Questions to peers about their runs, and how many answers of each peer are still to come: an answer that was not
 * asked for does not count. A pure machine; not for several threads at once.
 */
final class Questions {

    /** The most peers that are gone and remembered for late answers. */
    static final int KEPT_MAX = 1024;

    /** The kind of an answer. */
    enum Answer {
        /** It answers a question. */
        EXPECTED,
        /** There was a question, but its answer has come already: networks duplicate messages. */
        AGAIN,
        /** There was no question: no honest peer sends this. */
        UNASKED
    }

    /** Answers still to come, for each peer that was ever asked. */
    private final SortedMap<PeerId, Long> open = new TreeMap<>();

    /** Counts a question. */
    void asked(PeerId peer) {
        open.merge(peer, 1L, Long::sum);
    }

    /** Counts an answer. */
    Answer answered(PeerId peer) {
        Long expected = open.get(peer);
        if (expected == null) {
            return Answer.UNASKED;
        }
        if (expected == 0) {
            return Answer.AGAIN;
        }
        open.put(peer, expected - 1);
        return Answer.EXPECTED;
    }

    /** A peer is gone. */
    void lost(PeerId peer) {
        if (open.size() > KEPT_MAX) {
            open.remove(peer);
        }
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(open.size());
        open.forEach((peer, expected) -> {
            out.putText(peer.text());
            out.putCount(expected);
        });
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            open.put(new PeerId(in.getText()), in.getCount());
        }
    }
}
