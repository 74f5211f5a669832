package dev.grapevine.gossip.strategy.age;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Which push of each peer is the latest that was heard, and which of its blocks: what comes late or twice is told from what
 * is new. A pure machine; not for several threads at once.
 */
final class LatestPushes {

    /** Of whom more is forgotten than that, whoever was silent for longest; values heard a second time do little harm. */
    static final int PEERS_MAX = 1024;

    private record Push(long sequence, BitSet blocks) {}

    /** Whoever spoke last is at the end. */
    private final Map<PeerId, Push> latest = new LinkedHashMap<>();

    /** What is known of a block. */
    enum Novelty {
        /** Nothing of this push has been heard, nor of a later one. */
        NEW_PUSH,
        /** Other blocks of this push have been heard. */
        NEW_BLOCK,
        /** It was heard, or the peer has pushed again since. */
        OLD
    }

    /** A peer pushed a block. */
    Novelty hear(PeerId peer, long sequence, int block) {
        Push before = latest.get(peer);
        if (before != null && (sequence < before.sequence
                || sequence == before.sequence && before.blocks.get(block))) {
            return Novelty.OLD;
        }
        latest.remove(peer);
        boolean isNew = before == null || sequence > before.sequence;
        Push push = isNew ? new Push(sequence, new BitSet()) : before;
        push.blocks.set(block);
        latest.put(peer, push);
        if (latest.size() > PEERS_MAX) {
            latest.remove(latest.keySet().iterator().next());
        }
        return isNew ? Novelty.NEW_PUSH : Novelty.NEW_BLOCK;
    }

    /** The peer's life is over: another one counts from 1 again. */
    void forget(PeerId peer) {
        latest.remove(peer);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(latest.size());
        latest.forEach((peer, push) -> {
            out.putText(peer.text());
            out.putCount(push.sequence);
            out.putBytes(push.blocks.toByteArray());
        });
    }

    /** Takes over what another one knew. */
    void restore(StateReader in) {
        for (int left = in.getCount(PEERS_MAX); left > 0; left--) {
            latest.put(new PeerId(in.getText()), new Push(in.getCount(), BitSet.valueOf(in.getBytes())));
        }
    }
}
