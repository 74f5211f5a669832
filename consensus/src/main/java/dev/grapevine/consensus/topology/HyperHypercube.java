package dev.grapevine.consensus.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A hypercube whose sides are of several lengths: in each round the nodes that differ in one coordinate only take their
 * mean, one coordinate after the other, after which all have the exact mean (Y. Takezawa, R. Sato, H. Bao, K. Niwa,
 * M. Yamada, "Beyond Exponential Graph: Communication-Efficient Topologies for Decentralized Learning via Finite-time
 * Convergence", NeurIPS 2023, algorithm 1).
 */
final class HyperHypercube implements Topology {

    private final int nodes;
    private final List<Integer> sides;

    /**
     * @param degree most neighbours of a node in a round
     * @throws IllegalArgumentException if the number of nodes has a prime factor above degree + 1
     */
    HyperHypercube(int nodes, int degree) {
        this.nodes = nodes;
        this.sides = factors(nodes, degree + 1);
        if (sides == null) {
            throw new IllegalArgumentException(nodes + " is no product of numbers up to " + (degree + 1));
        }
    }

    /** The largest divisor of a number that is a product of numbers up to a limit. */
    static int smoothPart(int number, int limit) {
        int rest = number;
        for (int factor = 2; factor <= limit; factor++) {
            while (rest % factor == 0) {
                rest /= factor;
            }
        }
        return number / rest;
    }

    /** The fewest factors possible, largest first, none above the limit; null if there are none. */
    private static List<Integer> factors(int number, int limit) {
        if (number == 1) {
            return List.of();
        }
        List<List<Integer>> ways = new ArrayList<>();
        for (int factor = Math.min(limit, number); factor >= 2; factor--) {
            List<Integer> others = number % factor == 0 ? factors(number / factor, factor) : null;
            if (others != null) {
                List<Integer> way = new ArrayList<>(List.of(factor));
                way.addAll(others);
                ways.add(way);
            }
        }
        return ways.stream().min(Comparator.comparing(List::size)).orElse(null);
    }

    @Override
    public int nodes() {
        return nodes;
    }

    /** 0 for a single node, which is in no round. */
    @Override
    public int length() {
        return sides.size();
    }

    @Override
    public List<Link> links(int node, long round) {
        int turn = turn(round);
        int side = sides.get(turn);
        int stride = sides.subList(0, turn).stream().reduce(1, (one, other) -> one * other);
        int coordinate = node / stride % side;
        List<Link> links = new ArrayList<>();
        for (int other = 0; other < side; other++) {
            if (other != coordinate) {
                links.add(new Link(node + (other - coordinate) * stride, 1.0 / side));
            }
        }
        return links;
    }
}
