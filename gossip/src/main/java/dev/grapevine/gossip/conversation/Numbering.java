package dev.grapevine.gossip.conversation;

import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * Sequence numbers of conversations of each kind: the last number that this node has given, and for each peer the
 * number up to which its conversations are over. A pure machine; not for several threads at once.
 */
final class Numbering {

    private static final class Numbers {
        private long begun;
        private final PeerTable<Long> over = new PeerTable<>();
    }

    private final SortedMap<Integer, Numbers> kinds = new TreeMap<>();

    /** The number of the next conversation that this node begins; the first is 1. */
    long next(int kind) {
        return ++of(kind).begun;
    }

    /** The number of conversations of a kind that this node has begun. */
    long begun(int kind) {
        Numbers numbers = kinds.get(kind);
        return numbers == null ? 0 : numbers.begun;
    }

    /** A peer's conversation is over, and so are all earlier ones of it. */
    void end(ConversationKey key) {
        PeerTable<Long> over = of(key.kind()).over;
        Long before = over.get(key.initiator());
        if (before == null || before < key.sequence()) {
            over.put(key.initiator(), key.sequence());
        }
    }

    /** Whether a peer's conversation is over. */
    boolean isOver(int kind, PeerId initiator, long sequence) {
        Numbers numbers = kinds.get(kind);
        Long last = numbers == null || sequence == 0 ? null : numbers.over.get(initiator);
        return last != null && sequence <= last;
    }

    /** A peer's numbers start again from 1. */
    void forget(PeerId peer) {
        kinds.values().forEach(numbers -> numbers.over.remove(peer));
    }

    private Numbers of(int kind) {
        return kinds.computeIfAbsent(kind, unused -> new Numbers());
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(kinds.size());
        kinds.forEach((kind, numbers) -> {
            out.putCount(kind);
            out.putCount(numbers.begun);
            out.putCount(numbers.over.size());
            numbers.over.forEach((peer, sequence) -> {
                out.putText(peer.text());
                out.putCount(sequence);
            });
        });
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            Numbers numbers = of(in.getCount(Integer.MAX_VALUE));
            numbers.begun = in.getCount();
            for (int peers = in.getCount(Integer.MAX_VALUE); peers > 0; peers--) {
                numbers.over.put(new PeerId(in.getText()), in.getCount());
            }
        }
    }
}
