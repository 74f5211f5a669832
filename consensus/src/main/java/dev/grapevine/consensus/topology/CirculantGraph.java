package dev.grapevine.consensus.topology;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A connected graph in which all nodes have equally many neighbours, at the same distances round a ring.
 *
 * <p>The distances are the powers of a base, so that a few links lead far: with degree k the diameter is about
 * k/2 · nodes^(2/k) (multi-loop networks; J.-C. Bermond, F. Comellas, D. F. Hsu, "Distributed Loop Computer Networks: A
 * Survey", 1995). Where no such graph exists, nodes have one neighbour fewer (an odd degree and an odd number of nodes)
 * or all the others (too few nodes).
 */
public final class CirculantGraph extends StaticGraph {

    private final int[] distances;

    /**
     * @param degree neighbours of each node, from 1; with 1 and more than two nodes the graph is not connected
     */
    public CirculantGraph(int nodes, int degree) {
        super(nodes);
        if (degree < 1) {
            throw new IllegalArgumentException("A degree of " + degree + ": allowed are 1 and more");
        }
        this.distances = distances(nodes, Math.min(degree, nodes - 1));
    }

    /** The ring: each node has the one before and the one after. */
    public static CirculantGraph ring(int nodes) {
        return new CirculantGraph(nodes, 2);
    }

    /** Distances of up to half the way round, each standing for both directions. */
    private static int[] distances(int nodes, int degree) {
        int pairs = degree / 2;
        int furthest = (nodes - 1) / 2;
        boolean[] used = new boolean[furthest + 1];
        int base = baseOf(nodes, pairs);
        long power = 1;
        for (int i = 0; i < pairs; i++) {
            int distance = (int) Math.min(power % nodes, nodes - power % nodes);
            while (distance < 1 || distance > furthest || used[distance]) {
                distance = distance % furthest + 1;
            }
            used[distance] = true;
            power = power * base % nodes;
        }
        boolean across = degree % 2 == 1 && nodes % 2 == 0;
        IntStream pairwise = IntStream.rangeClosed(1, furthest).filter(distance -> used[distance]);
        return across ? IntStream.concat(pairwise, IntStream.of(nodes / 2)).toArray() : pairwise.toArray();
    }

    /** The smallest number whose power with that exponent is not below the number of nodes. */
    private static int baseOf(int nodes, int exponent) {
        int base = 1;
        while (exponent > 0 && !reaches(base, exponent, nodes)) {
            base++;
        }
        return base;
    }

    private static boolean reaches(int base, int exponent, int nodes) {
        long power = 1;
        for (int i = 0; i < exponent && power < nodes; i++) {
            power *= base;
        }
        return power >= nodes;
    }

    @Override
    int[] neighbours(int node) {
        return Arrays.stream(distances)
                .flatMap(distance -> IntStream.of((node + distance) % nodes(),
                        Math.floorMod(node - distance, nodes())))
                .sorted().distinct().toArray();
    }
}
