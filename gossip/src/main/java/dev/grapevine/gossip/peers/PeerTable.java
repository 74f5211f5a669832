package dev.grapevine.gossip.peers;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A map from peers to values, in the order of peers. As sorted arrays: a node that knows a hundred peers uses such
 * tables for every message, and each level of a tree would be elsewhere in memory.
 *
 * <p>A lookup takes logarithmic time, an insertion or removal linear time. Not for several threads at once.
 *
 * @param <V> never null
 */
public final class PeerTable<V> {

    private static final int FEW = 4;

    private long[] beginnings = new long[FEW];
    private PeerId[] peers = new PeerId[FEW];
    private Object[] values = new Object[FEW];
    private int size;

    public int size() {
        return size;
    }

    /** The value of a peer; null if there is none. */
    @SuppressWarnings("unchecked")
    public V get(PeerId peer) {
        int place = place(peer);
        return place < 0 ? null : (V) values[place];
    }

    /** Sets the value of a peer. */
    public void put(PeerId peer, V value) {
        int place = place(peer);
        if (place < 0) {
            place = ~place;
            makeRoom(place);
            beginnings[place] = peer.beginning();
            peers[place] = peer;
        }
        values[place] = value;
    }

    private void makeRoom(int place) {
        if (size == peers.length) {
            int larger = 2 * size;
            beginnings = Arrays.copyOf(beginnings, larger);
            peers = Arrays.copyOf(peers, larger);
            values = Arrays.copyOf(values, larger);
        }
        move(place, place + 1);
        size++;
    }

    /** Removes a peer and returns its value; null if there was none. */
    public V remove(PeerId peer) {
        int place = place(peer);
        if (place < 0) {
            return null;
        }
        V removed = get(peer);
        move(place + 1, place);
        size--;
        peers[size] = null;
        values[size] = null;
        return removed;
    }

    private void move(int from, int to) {
        System.arraycopy(beginnings, from, beginnings, to, size - from);
        System.arraycopy(peers, from, peers, to, size - from);
        System.arraycopy(values, from, values, to, size - from);
    }

    /** Visits all entries, in the order of peers. */
    @SuppressWarnings("unchecked")
    public void forEach(BiConsumer<PeerId, V> reader) {
        for (int i = 0; i < size; i++) {
            reader.accept(peers[i], (V) values[i]);
        }
    }

    /** The number of peers that meet a condition. */
    @SuppressWarnings("unchecked")
    public int count(Predicate<V> condition) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += condition.test((V) values[i]) ? 1 : 0;
        }
        return count;
    }

    /** The place of a peer; if it is absent, the complement of its insertion point. */
    private int place(PeerId peer) {
        long beginning = peer.beginning();
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = Long.compare(beginnings[middle], beginning);
            if (order == 0) {
                // Mostly the very same object: then nothing of it has to be read.
                order = peers[middle] == peer ? 0 : peers[middle].compareTo(peer);
            }
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return ~from;
    }
}
