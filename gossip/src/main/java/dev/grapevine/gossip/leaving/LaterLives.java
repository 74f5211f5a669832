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
 * Later lives of this node than its own that peers remember. Anybody can say that, so one of several peers is believed alone
 * only if it goes on saying so, and nobody is that names a life far beyond all that a node can have had meanwhile: a liar can
 * bring a node to begin a new life, and not to run out of them. A pure machine; not for several threads at once.
 */
public final class LaterLives {

    /** Those that have to say it, where so many are there. */
    public static final int WITNESSES = 2;
    /**
     * One alone has to go on for so long: on some overlays only one neighbour remembers, and would never hear the node again.
     */
    public static final Duration ALONE = Duration.ofMinutes(5);
    /** How many lives an old folder may be behind. */
    public static final long BEHIND_MAX = 1 << 16;

    /** What a peer said last, and when it began to. */
    private record Word(long first, Duration since) {}

    private final long own;
    private final Map<PeerId, Word> said = new TreeMap<>();

    /** @param own the incarnation that the node is in */
    public LaterLives(long own) {
        this.own = own;
    }

    /** Whether a node can have had so many lives since, and one more. */
    public boolean isCredible(long first) {
        return Incarnations.count(first) - Incarnations.count(own) <= BEHIND_MAX
                && FieldBytes.isIncarnation(Incarnations.above(first, -1));
    }

    /**
     * A peer that is there says which life it would hear.
     *
     * @param first  credible
     * @param isLive who is there
     * @param live   how many are
     * @param now    time since the node started
     * @return what the next life has to be above, if the node has to begin one
     */
    public OptionalLong heard(PeerId from, long first, Predicate<PeerId> isLive, int live,
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

    /** Goes on where another one stood. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            said.put(new PeerId(in.getText()), new Word(in.getCount(), Duration.ofNanos(in.getLong())));
        }
    }
}
