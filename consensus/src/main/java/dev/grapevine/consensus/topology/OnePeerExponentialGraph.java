package dev.grapevine.consensus.topology;

import java.util.List;

/**
 * A graph of one link per node: in round t, node i gives to node i + 2^(t mod ⌈log₂ nodes⌉), and each takes the mean of
 * its own and what it is given.
 *
 * <p>After ⌈log₂ nodes⌉ rounds all have the exact mean if the number of nodes is a power of two, and come near it
 * otherwise (B. Ying, K. Yuan, Y. Chen, H. Hu, P. Pan, W. Yin, "Exponential Graph is Provably Efficient for
 * Decentralized Deep Training", NeurIPS 2021, eq. 7 and lemma 1). The graphs are directed.
 */
public final class OnePeerExponentialGraph implements Topology {

    private final int nodes;
    private final int length;

    public OnePeerExponentialGraph(int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("A graph of " + nodes + " nodes: there must be at least 1");
        }
        this.nodes = nodes;
        this.length = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1));
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public List<Link> links(int node, long round) {
        int neighbour = (int) ((node + (1L << turn(round))) % nodes);
        return neighbour == node ? List.of() : List.of(new Link(neighbour, 0.5));
    }

    @Override
    public boolean isSymmetric() {
        return false;
    }
}
