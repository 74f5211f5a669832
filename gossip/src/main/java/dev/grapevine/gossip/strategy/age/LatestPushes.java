package dev.grapevine.gossip.strategy.age;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The latest push of each peer, and which of its blocks have arrived: distinguishes new blocks from late or duplicate
 * ones. A pure machine; not for several threads at once.
 */
final class LatestPushes {

    /**
     * The most peers that are remembered: beyond, the peer that has been silent longest is forgotten; to mix in values
     * twice does little harm.
     */
    static final int PEERS_MAX = 1024;

    private record Push(long sequence, BitSet blocks) {}

    /** The peers, in order of the latest message, least recent first. */
    private final Map<PeerId, Push> latest = new LinkedHashMap<>();

    /** News about a block. */
    enum Novelty {
        /** The push is new: nothing of it has arrived before, nor of a later one. */
        NEW_PUSH,
        /** Other blocks of this push have arrived before. */
        NEW_BLOCK,
        /** It has arrived before, or a later push has. */
        OLD
    }

    /** A block of a push arrived. */
    Novelty onBlock(PeerId peer, long sequence, int block) {
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

    /** The peer's incarnation is dead: the next one counts from 1 again. */
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

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(PEERS_MAX); left > 0; left--) {
            latest.put(new PeerId(in.getText()), new Push(in.getCount(), BitSet.valueOf(in.getBytes())));
        }
    }
}
