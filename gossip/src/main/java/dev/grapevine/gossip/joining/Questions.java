package dev.grapevine.gossip.joining;

import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Whom a node has asked which run is theirs, and how many answers of each are still to come: what nobody asked for is no
 * answer. A pure machine; not for several threads at once.
 */
final class Questions {

    /** Those that are gone are remembered, for late answers, as long as there are no more than that. */
    static final int KEPT_MAX = 1024;

    /** What an answer is. */
    enum Answer {
        /** One to a question. */
        EXPECTED,
        /** One more than there were questions: networks double messages. */
        AGAIN,
        /** Nobody asked: no honest peer says that. */
        UNASKED
    }

    /** Answers that are still to come, by peer that was ever asked. */
    private final SortedMap<PeerId, Long> open = new TreeMap<>();

    /** One more question. */
    void asked(PeerId peer) {
        open.merge(peer, 1L, Long::sum);
    }

    /** A peer answered. */
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

    /** Takes over the books of another one. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            open.put(new PeerId(in.getText()), in.getCount());
        }
    }
}
