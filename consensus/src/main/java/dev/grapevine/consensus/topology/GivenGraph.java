package dev.grapevine.consensus.topology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The graph of a given list of links. */
public final class GivenGraph extends StaticGraph {

    /**
     * An undirected link.
     *
     * @throws IllegalArgumentException if it leads from a node to itself or a number is negative
     */
    public record Edge(int one, int other) {
        public Edge {
            if (one == other || one < 0 || other < 0) {
                throw new IllegalArgumentException(one + "-" + other + " links no two nodes");
            }
        }

        IntStream from(int node) {
            return one == node ? IntStream.of(other) : other == node ? IntStream.of(one) : IntStream.empty();
        }
    }

    private final List<Edge> edges;

    /**
     * @param edges in any order, repeated ones count once; those that lead to a node that is not there are left out
     */
    public GivenGraph(int nodes, List<Edge> edges) {
        super(nodes);
        this.edges = edges.stream().filter(edge -> edge.one < nodes && edge.other < nodes).toList();
    }

    /** All links that a topology uses while its graphs take turns once. */
    public static GivenGraph union(Topology topology) {
        Set<Edge> edges = new LinkedHashSet<>();
        for (int round = 0; round < topology.length(); round++) {
            for (int node = 0; node < topology.nodes(); node++) {
                for (Topology.Link link : topology.links(node, round)) {
                    edges.add(new Edge(Math.min(node, link.neighbour()), Math.max(node, link.neighbour())));
                }
            }
        }
        return new GivenGraph(topology.nodes(), List.copyOf(edges));
    }

    /**
     * The subgraph of the kept nodes.
     *
     * @param graph its first round counts
     * @param kept  numbers of nodes in it; the one at index i gets number i in the result
     */
    public static GivenGraph among(Topology graph, List<Integer> kept) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            for (Topology.Link link : graph.links(kept.get(i), 0)) {
                int other = kept.indexOf(link.neighbour());
                if (other >= 0) {
                    edges.add(new Edge(i, other));
                }
            }
        }
        return new GivenGraph(kept.size(), edges);
    }

    @Override
    int[] neighbours(int node) {
        return edges.stream().flatMapToInt(edge -> edge.from(node)).sorted().distinct().toArray();
    }
}
