package dev.grapevine.consensus.topology;

import java.util.List;

/**
 * The Base-(k+1) graph: graphs of degree at most k that take turns, whose product is the exact mean for any number of
 * nodes (Y. Takezawa, R. Sato, H. Bao, K. Niwa, M. Yamada, "Beyond Exponential Graph: Communication-Efficient Topologies
 * for Decentralized Learning via Finite-time Convergence", NeurIPS 2023, algorithm 3).
 *
 * <p>What the number of nodes has in factors up to k + 1 is left to a hypercube, whose rounds are few; the nodes that
 * are left take their mean before, as a {@link SimpleBaseGraph}. Where that alone is shorter, it is taken.
 */
public final class BaseGraph implements Topology {

    private final int nodes;
    private final SimpleBaseGraph groups;
    private final HyperHypercube acrossGroups;

    /**
     * @param nodes  from 1
     * @param degree k, most neighbours of a node in a round, from 1
     */
    public BaseGraph(int nodes, int degree) {
        if (nodes < 1 || degree < 1) {
            throw new IllegalArgumentException(
                    "A Base-(k+1) graph of " + nodes + " nodes with k = " + degree + ": both must be at least 1");
        }
        this.nodes = nodes;
        int smooth = HyperHypercube.smoothPart(nodes, degree + 1);
        SimpleBaseGraph some = new SimpleBaseGraph(nodes / smooth, degree);
        HyperHypercube across = new HyperHypercube(smooth, degree);
        SimpleBaseGraph all = new SimpleBaseGraph(nodes, degree);
        boolean divided = some.length() + across.length() <= all.length();
        this.groups = divided ? some : all;
        this.acrossGroups = divided ? across : new HyperHypercube(1, degree);
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public int length() {
        return Math.max(1, groups.length() + acrossGroups.length());
    }

    @Override
    public List<Link> links(int node, long round) {
        if (nodes == 1) {
            return List.of();
        }
        int turn = turn(round);
        int size = groups.nodes();
        int group = node / size;
        return turn < groups.length()
                ? groups.links(node % size, turn).stream()
                        .map(link -> new Link(group * size + link.neighbour(), link.weight())).toList()
                : acrossGroups.links(group, turn - groups.length()).stream()
                        .map(link -> new Link(link.neighbour() * size + node % size, link.weight())).toList();
    }
}
