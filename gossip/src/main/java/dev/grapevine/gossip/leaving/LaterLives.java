package dev.grapevine.gossip.leaving;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * Incarnations of this node, later than its own, that peers remember. Nobody proves such a claim, so one of several
 * peers is believed alone only if it repeats the claim for long, and a claim of an incarnation far beyond any that the
 * node can have had is never believed: a liar can make a node begin a new life, but cannot use up its incarnations. A
 * pure machine; not for several threads at once.
 */
public final class LaterLives {

    /** The number of peers that have to claim it, if as many are there. */
    public static final int WITNESSES = 2;
    /**
     * A single peer has to repeat the claim for this long: on some overlays only one neighbour remembers, and would
     * otherwise never accept the node again.
     */
    public static final Duration ALONE = Duration.ofMinutes(5);
    /** The most lives by which an old folder may be behind. */
    public static final long BEHIND_MAX = 1 << 16;

    /** A peer's last claim, and the time of its first one. */
    private record Word(long first, Duration since) {}

    private final long own;
    private final Map<PeerId, Word> said = new TreeMap<>();

    /** @param own the node's incarnation */
    public LaterLives(long own) {
        this.own = own;
    }

    /** Whether the node can have had as many lives meanwhile, and one more. */
    public boolean isCredible(long first) {
        return Incarnations.count(first) - Incarnations.count(own) <= BEHIND_MAX
                && FieldBytes.isIncarnation(Incarnations.above(first, -1));
    }

    /**
     * A live peer claims the lowest incarnation that it would accept.
     *
     * @param first  credible
     * @param isLive whether a peer is alive
     * @param live   the number of live peers
     * @param now    time since the node started
     * @return the incarnation that the next life has to exceed, if the node has to begin one
     */
    public OptionalLong claimed(PeerId from, long first, Predicate<PeerId> isLive, int live,
            Duration now) {
        if (first <= own) {
            return OptionalLong.empty();
        }
        said.keySet().removeIf(isLive.negate());
        Duration since = said.containsKey(from) ? said.get(from).since : now;
        said.put(from, new Word(first, since));
        if (said.size() < Math.min(WITNESSES, live) && now.minus(since).compareTo(ALONE) < 0) {
            return OptionalLong.empty();
        }
        OptionalLong latest = said.values().stream().mapToLong(Word::first).max();
        said.clear();
        return latest;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(said.size());
        said.forEach((peer, word) -> {
            out.putText(peer.text());
            out.putCount(word.first);
            out.putLong(word.since.toNanos());
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            said.put(new PeerId(in.getText()), new Word(in.getCount(), Duration.ofNanos(in.getLong())));
        }
    }
}
