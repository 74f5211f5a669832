package dev.grapevine.consensus.topology;

import java.util.List;

/**
 * Mixing partners and weights: one graph, or several that take turns, on nodes numbered from 0.
 *
 * <p>Links are worked out when they are asked for, so a topology of many nodes takes no memory. Immutable.
 */
public interface Topology {

    /**
     * One neighbour.
     *
     * @param neighbour its number
     * @param weight    its part in the mean that the node takes, between 0 and 1
     */
    record Link(int neighbour, double weight) {}

    /** The number of nodes. */
    int nodes();

    /** The number of graphs that take turns. */
    int length();

    /**
     * The links over which a node mixes in a round, with their weights; what the weights lack to 1 is its own.
     *
     * @param round from 0; graph {@code round mod length} holds
     * @return each neighbour once, without the node itself, smallest first
     */
    List<Link> links(int node, long round);

    /** Whether a node's neighbours have it for a neighbour too, with the same weight. */
    default boolean isSymmetric() {
        return true;
    }

    /** The number of the graph that holds in a round. */
    default int turn(long round) {
        return (int) Math.floorMod(round, (long) length());
    }
}
