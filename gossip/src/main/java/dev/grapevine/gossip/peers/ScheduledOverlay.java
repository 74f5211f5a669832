package dev.grapevine.gossip.peers;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.topology.Topology;
import dev.grapevine.consensus.topology.Topology.Link;

/**
 * Graphs that take turns: a node exchanges with all of its neighbours in the graph of its turn, however many it wants.
 *
 * <p>What is lost against the synchronous schedules of the papers: here each pair takes its mean when it gets to it,
 * with the step 1/(c+1) of the busier side instead of the graph's weight, and nodes that train at different speeds are
 * at different turns. So a pass of the schedule brings the nodes near their mean, not exactly there, and training goes
 * on meanwhile. What stays is who meets whom: no pair twice before all others had their turn. With a node whose view just
 * changed others are at odds about numbers, so for two passes it chooses uniformly.
 */
public final class ScheduledOverlay implements PeerChoice {

    private static final int PASSES = 2;

    private final IntFunction<Topology> schedule;
    private final PeerChoice unstable = new UniformChoice();
    /** For the last number of nodes. */
    private Topology topology;

    /**
     * @param schedule for a number of nodes
     */
    public ScheduledOverlay(IntFunction<Topology> schedule) {
        this.schedule = schedule;
        this.topology = schedule.apply(1);
    }

    /** For so many nodes. */
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
                .filter(neighbour -> starts(self, neighbour)).map(live::get).filter(eligible).toList();
    }

    /**
     * One exchange is enough for both. Who starts it must not depend on their turns, which may differ, and should be
     * shared evenly.
     */
    private boolean starts(int self, int neighbour) {
        boolean smallerStarts = (self + neighbour) % 2 == 0;
        return !topology.isSymmetric() || smallerStarts == self < neighbour;
    }
}
