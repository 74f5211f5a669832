package dev.grapevine.gossip.core;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.robust.Aggregator;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Effect;

/**
 * Work that the driver does between two events: merges of several replicas, and bytes that no crash loses. Requests are
 * numbered from 1. Not thread-safe.
 */
final class SlowWork {

    private final Outbox outbox;
    /** Bytes kept by {@link Effect.Persist}, by name. */
    private final SortedMap<String, byte[]> kept;
    private long merges;
    private long persists;

    /** @param kept by earlier lives */
    SlowWork(SortedMap<String, byte[]> kept, Outbox outbox) {
        this.kept = new TreeMap<>(kept);
        this.outbox = outbox;
    }

    /**
     * Requests a merge.
     *
     * @param own    this node's replica, in units; copied
     * @param others those of peers, not changed by anybody any more
     * @return its number
     */
    long startMerge(Aggregator aggregator, int[] own, List<int[]> others) {
        merges++;
        outbox.add(new Effect.StartMerge(merges, aggregator, own.clone(), others));
        return merges;
    }

    /**
     * Requests that bytes are kept, in place of earlier ones under that name.
     *
     * @return the number of the request
     */
    long persist(String name, byte[] bytes) {
        persists++;
        kept.put(name, bytes);
        outbox.add(new Effect.Persist(persists, name, bytes));
        return persists;
    }

    /** Bytes kept under a name; empty if there are none. */
    byte[] kept(String name) {
        return kept.getOrDefault(name, new byte[0]);
    }

    /** Writes what {@link #restoreNumbers} reads. */
    void saveNumbers(StateWriter out) {
        out.putCount(merges);
        out.putCount(persists);
    }

    /** Restores what {@link #saveNumbers} wrote. */
    void restoreNumbers(StateReader in) {
        merges = in.getCount();
        persists = in.getCount();
    }

    /** Writes what {@link #restoreKept} reads. */
    void saveKept(StateWriter out) {
        out.putCount(kept.size());
        kept.forEach((name, bytes) -> {
            out.putText(name);
            out.putBytes(bytes);
        });
    }

    /** Restores what {@link #saveKept} wrote. */
    void restoreKept(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            kept.put(in.getText(), in.getBytes());
        }
    }
}
