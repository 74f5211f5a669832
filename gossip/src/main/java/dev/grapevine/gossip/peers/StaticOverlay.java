package dev.grapevine.gossip.peers;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import dev.grapevine.consensus.topology.Topology;
import dev.grapevine.consensus.topology.Topology.Link;
import dev.grapevine.gossip.random.RandomStream;

/**
 * One fixed graph on the peers by their numbers: a node exchanges with random neighbours only. When somebody comes or
 * goes, all numbers behind change, unless the graph is on all that were ever known.
 */
public final class StaticOverlay implements PeerChoice {

    private final IntFunction<Topology> graph;
    private final Function<View, List<PeerId>> numbering;

    private StaticOverlay(IntFunction<Topology> graph, Function<View, List<PeerId>> numbering) {
        this.graph = graph;
        this.numbering = numbering;
    }

    /**
     * A graph on the peers that are alive.
     *
     * @param graph for a number of nodes; has one round
     */
    public static StaticOverlay ofLive(IntFunction<Topology> graph) {
        return new StaticOverlay(graph, View::live);
    }

    /** A graph on all peers that were ever known: who is away for a while keeps its number. */
    public static StaticOverlay ofKnown(IntFunction<Topology> graph) {
        return new StaticOverlay(graph, View::known);
    }

    /** On so many nodes. */
    Topology graph(int nodes) {
        return graph.apply(nodes);
    }

    @Override
    public List<PeerId> choose(View view, Turn turn, Predicate<PeerId> eligible, RandomStream random) {
        return new Draw(neighbours(view), eligible).take(turn.fanout(), random);
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public List<PeerId> neighbours(View view) {
        List<PeerId> numbers = numbering.apply(view);
        return graph.apply(numbers.size()).links(numbers.indexOf(view.self()), 0).stream().map(Link::neighbour)
                .map(numbers::get).filter(view.live()::contains).toList();
    }
}
