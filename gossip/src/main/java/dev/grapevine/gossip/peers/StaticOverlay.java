package dev.grapevine.gossip.peers;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.topology.GivenGraph;
import dev.grapevine.consensus.topology.GivenGraph.Edge;
import dev.grapevine.consensus.topology.Topology;
import dev.grapevine.consensus.topology.Topology.Link;

/** One fixed graph on the peers: a node exchanges with random neighbours only. */
public final class StaticOverlay implements PeerChoice {

    private final IntFunction<Topology> graph;
    private final Function<View, List<PeerId>> neighbours;
    private final Function<PeerId, Optional<String>> whyAlone;

    private StaticOverlay(IntFunction<Topology> graph, Function<View, List<PeerId>> neighbours,
            Function<PeerId, Optional<String>> whyAlone) {
        this.graph = graph;
        this.neighbours = neighbours;
        this.whyAlone = whyAlone;
    }

    /**
     * A graph on the live peers, by their places: if a peer comes or goes, all numbers after it change.
     *
     * @param graph for a number of nodes; has one round
     */
    public static StaticOverlay ofLive(IntFunction<Topology> graph) {
        return new StaticOverlay(graph, view -> {
            List<PeerId> numbers = view.live();
            return graph.apply(numbers.size()).links(numbers.indexOf(view.self()), 0).stream().map(Link::neighbour)
                    .map(numbers::get).toList();
        }, self -> Optional.empty());
    }

    /** A graph on the numbers in names: links do not change if peers come, go or are never seen. */
    public static StaticOverlay ofNames(List<Edge> edges) {
        return new StaticOverlay(nodes -> new GivenGraph(nodes, edges), view -> {
            SortedSet<Integer> linked = linked(edges, view.self());
            return view.live().stream().filter(peer -> NameNumber.of(peer).stream().anyMatch(linked::contains))
                    .toList();
        }, self -> linked(edges, self).isEmpty()
                ? Optional.of(self + " has no neighbours: the overlay is of edges between numbers, and its name "
                        + "has to end with one of them, such as node-" + edges.getFirst().one())
                : Optional.empty());
    }

    private static SortedSet<Integer> linked(List<Edge> edges, PeerId self) {
        SortedSet<Integer> numbers = new TreeSet<>();
        OptionalInt own = NameNumber.of(self);
        for (Edge edge : edges) {
            if (own.isPresent() && edge.one() == own.getAsInt()) {
                numbers.add(edge.other());
            } else if (own.isPresent() && edge.other() == own.getAsInt()) {
                numbers.add(edge.one());
            }
        }
        return numbers;
    }

    /** The graph on this many nodes. */
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
    public Optional<String> whyAlone(PeerId self) {
        return whyAlone.apply(self);
    }

    @Override
    public List<PeerId> neighbours(View view) {
        return neighbours.apply(view);
    }
}
