package dev.grapevine.consensus.topology;

import java.util.List;

/**
 * One undirected graph that always holds, weighted so that every row and every column of its mixing matrix adds up to 1:
 * a link weighs 1 / (1 + the larger of the two degrees) (Metropolis weights; L. Xiao, S. Boyd, S. Lall, "Distributed
 * average consensus with time-varying Metropolis weights", 2006).
 */
abstract class StaticGraph implements Topology {

    private final int nodes;

    StaticGraph(int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("A graph of " + nodes + " nodes: there must be at least 1");
        }
        this.nodes = nodes;
    }

    /** The neighbours of a node, each once, without itself, smallest first. */
    abstract int[] neighbours(int node);

    @Override
    public final int nodes() {
        return nodes;
    }

    @Override
    public final int length() {
        return 1;
    }

    @Override
    public final List<Link> links(int node, long round) {
        int[] neighbours = neighbours(node);
        Link[] links = new Link[neighbours.length];
        for (int i = 0; i < links.length; i++) {
            int degree = Math.max(neighbours.length, neighbours(neighbours[i]).length);
            links[i] = new Link(neighbours[i], 1.0 / (1 + degree));
        }
        return List.of(links);
    }
}
