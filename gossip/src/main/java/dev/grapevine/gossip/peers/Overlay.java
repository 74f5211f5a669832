package dev.grapevine.gossip.peers;

import java.util.Optional;
import java.util.function.Function;

import dev.grapevine.consensus.topology.GivenGraph;
import dev.grapevine.consensus.topology.Topology;

/**
 * A way to choose peers, read once from its name by {@link Overlays#byName}. Immutable; equal to any other of that name.
 */
public final class Overlay {

    private final String name;
    private final int leastNodes;
    private final boolean needsClassShares;
    private final Function<KnownShares, PeerChoice> choices;

    Overlay(String name, int leastNodes, boolean needsClassShares, Function<KnownShares, PeerChoice> choices) {
        this.name = name;
        this.leastNodes = leastNodes;
        this.needsClassShares = needsClassShares;
        this.choices = choices;
    }

    /** An overlay without numbers of nodes that asks nothing of the data. */
    Overlay(String name, Function<KnownShares, PeerChoice> choices) {
        this(name, 0, false, choices);
    }

    /** The name, argument included, as users write it. */
    public String name() {
        return name;
    }

    /** A new choice, for a node that tells nobody of its data. */
    public PeerChoice choice() {
        return choice(new KnownShares(Optional.empty()));
    }

    /**
     * A new choice, for one node.
     *
     * @param shares what the node knows of its peers' data, now and later
     */
    public PeerChoice choice(KnownShares shares) {
        return choices.apply(shares);
    }

    /** The smallest number of nodes that it needs: more than the largest number in it, if it has numbers; 0 otherwise. */
    public int leastNodes() {
        return leastNodes;
    }

    /** Whether nodes tell each other the class shares of their rows. */
    public boolean needsClassShares() {
        return needsClassShares;
    }

    /** Whether a node draws each peer that it knows with the same probability: it need not know all of them. */
    public boolean isUniform() {
        return choice() instanceof UniformChoice;
    }

    /** Whether it is one fixed graph, so that a node keeps its neighbours. */
    public boolean isStatic() {
        return choice() instanceof StaticOverlay;
    }

    /** All links that are ever used, as one graph on so many nodes; empty if any two nodes may meet. */
    public Optional<Topology> graph(int nodes) {
        return switch (choice()) {
            case StaticOverlay fixed -> Optional.of(fixed.graph(nodes));
            case ScheduledOverlay scheduled -> Optional.of(GivenGraph.union(scheduled.topology(nodes)));
            default -> Optional.empty();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Overlay overlay && name.equals(overlay.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
