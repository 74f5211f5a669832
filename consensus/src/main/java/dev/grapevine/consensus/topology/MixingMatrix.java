package dev.grapevine.consensus.topology;

import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/**
 * A doubly stochastic matrix by which one round of gossip multiplies the replicas, and how fast it makes them agree.
 */
public final class MixingMatrix {

    private final R064Store weights;

    private MixingMatrix(R064Store weights) {
        this.weights = weights;
    }

    /**
     * The expectation of the mixing matrix when one pair, drawn uniformly from {@code nodes}, averages: W with
     * E[WᵀW] = E[W], since averaging is a projection.
     */
    public static MixingMatrix ofOneRandomPair(int nodes) {
        if (nodes < 2) {
            throw new IllegalArgumentException("A pair of " + nodes + " nodes: there must be at least 2");
        }
        R064Store weights = R064Store.FACTORY.make(nodes, nodes);
        double each = 1.0 / (nodes * (nodes - 1.0));
        weights.fillAll(each);
        for (int i = 0; i < nodes; i++) {
            weights.set(i, i, 1 - (nodes - 1) * each);
        }
        return new MixingMatrix(weights);
    }

    /**
     * The expectation of the mixing matrix when a node, drawn uniformly, averages with a neighbour, drawn uniformly
     * from its own: as with {@link #ofOneRandomPair}, but on a graph.
     *
     * @param graph its first round counts
     */
    public static MixingMatrix ofOneRandomLink(Topology graph) {
        int nodes = graph.nodes();
        R064Store weights = R064Store.FACTORY.make(nodes, nodes);
        for (int node = 0; node < nodes; node++) {
            weights.add(node, node, 1.0);
            var links = graph.links(node, 0);
            for (Topology.Link link : links) {
                int other = link.neighbour();
                double half = 0.5 / nodes / links.size();
                weights.add(node, node, -half);
                weights.add(other, other, -half);
                weights.add(node, other, half);
                weights.add(other, node, half);
            }
        }
        return new MixingMatrix(weights);
    }

    /** The matrix of one round of a topology in which all nodes mix at once. */
    public static MixingMatrix ofRound(Topology topology, long round) {
        int nodes = topology.nodes();
        R064Store weights = R064Store.FACTORY.make(nodes, nodes);
        for (int node = 0; node < nodes; node++) {
            double own = 1;
            for (Topology.Link link : topology.links(node, round)) {
                weights.set(node, link.neighbour(), link.weight());
                own -= link.weight();
            }
            weights.set(node, node, own);
        }
        return new MixingMatrix(weights);
    }

    public MatrixStore<Double> weights() {
        return weights;
    }

    /**
     * The factor by which the expected sum of squared distances to the mean shrinks in one application of a random
     * pair's matrix: the second largest eigenvalue of E[WᵀW] (S. Boyd et al., "Randomized Gossip Algorithms", 2006,
     * eq. 14).
     */
    public double expectedContraction() {
        Eigenvalue<Double> eigenvalues = Eigenvalue.R064.make(weights, true);
        eigenvalues.decompose(weights);
        return eigenvalues.getEigenvalues().get(1).doubleValue();
    }
}
