package dev.grapevine.gossip.leaving;

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
 * What peers say of later lives of this node than its own. Anybody can say that, so one of several peers is not believed
 * alone, and nobody is that is far beyond all lives that a node can have had meanwhile: whoever lies can bring a node to begin
 * a new life, and not to run out of them. A pure machine; not for several threads at once.
 */
public final class LaterLives {

    /** Those that have to say it, where so many are there. */
    public static final int WITNESSES = 2;
    /** How many lives an old folder may be behind. */
    public static final long BEHIND_MAX = 1 << 16;

    private final long own;
    private final Map<PeerId, Long> said = new TreeMap<>();

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
     * @return what the next life has to be above, if the node has to begin one
     */
    public OptionalLong heard(PeerId from, long first, Predicate<PeerId> isLive, int live) {
        if (first <= own) {
            return OptionalLong.empty();
        }
        said.keySet().removeIf(isLive.negate());
        said.put(from, first);
        if (said.size() < Math.min(WITNESSES, live)) {
            return OptionalLong.empty();
        }
        OptionalLong latest = said.values().stream().mapToLong(Long::longValue).max();
        said.clear();
        return latest;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(said.size());
        said.forEach((peer, first) -> {
            out.putText(peer.text());
            out.putCount(first);
        });
    }

    /** Goes on where another one stood. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            said.put(new PeerId(in.getText()), in.getCount());
        }
    }
}
