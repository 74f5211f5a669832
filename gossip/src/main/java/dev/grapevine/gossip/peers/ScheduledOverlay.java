package dev.grapevine.gossip.peers;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.topology.Topology;
import dev.grapevine.consensus.topology.Topology.Link;

/**
 * Graphs that take turns: a node exchanges with all of its neighbours in the graph of its turn, whatever fanout it
 * wants.
 *
 * <p>Differences from the synchronous schedules of the papers: each pair takes its mean in its own time, with the step
 * 1/(c+1) of the busier side instead of the graph's weight, and nodes that train at different speeds are at different
 * turns. So a pass of the schedule brings the nodes near their mean, not exactly there, and training goes on meanwhile.
 * The pairing stays: no pair meets twice before all others have. Nodes whose views have just changed disagree about
 * numbers, so a node chooses uniformly for two passes after a change.
 */
public final class ScheduledOverlay implements PeerChoice {

    private static final int PASSES = 2;

    private final IntFunction<Topology> schedule;
    private final PeerChoice unstable = new UniformChoice();
    /** The graph for the last number of nodes. */
    private Topology topology;

    /**
     * @param schedule for a number of nodes
     */
    public ScheduledOverlay(IntFunction<Topology> schedule) {
        this.schedule = schedule;
        this.topology = schedule.apply(1);
    }

    /** The graph for this many nodes. */
    Topology topology(int nodes) {
        return schedule.apply(nodes);
    }

    @Override
    public List<PeerId> choose(View view, Turn turn, Predicate<PeerId> eligible, RandomStream random) {
        List<PeerId> live = view.live();
        if (topology.nodes() != live.size()) {
            topology = schedule.apply(live.size());
        }
        if (turn.stableTurns() < (long) PASSES * topology.length()) {
            return unstable.choose(view, turn, eligible, random);
        }
        int self = live.indexOf(view.self());
        return topology.links(self, turn.number()).stream().map(Link::neighbour)
                .filter(neighbour -> !view.isMutual() || starts(self, neighbour)).map(live::get).filter(eligible)
                .toList();
    }

    /**
     * Whether this side starts, where one exchange is enough for both. The choice must not depend on turns, which may differ,
     * and is shared evenly.
     */
    private boolean starts(int self, int neighbour) {
        boolean smallerStarts = (self + neighbour) % 2 == 0;
        return !topology.isSymmetric() || smallerStarts == self < neighbour;
    }
}
