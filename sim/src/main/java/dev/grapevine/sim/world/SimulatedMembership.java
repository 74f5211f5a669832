package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.grapevine.gossip.event.Event;
import dev.grapevine.sim.network.SimulatedNetwork;

/**
 * What each node's membership tells it: peers that it can reach, soon after they appear, and the loss of those that it
 * cannot, some time after they vanish.
 */
final class SimulatedMembership {

    /** How long it takes at most to notice that a peer is there. */
    static final Duration DISCOVERY_DELAY = Duration.ofSeconds(1);
    /** How long it takes at most to notice that a peer is gone. */
    static final Duration DETECTION_DELAY = Duration.ofSeconds(5);

    private static final long NOT_SEEN = 0;

    /** Tells a node something. */
    @FunctionalInterface
    interface Teller {
        void tell(SimulatedNode node, Event event);
    }

    private final List<SimulatedNode> nodes;
    private final SimulatedNetwork network;
    /** Which incarnation of each peer each node holds for alive. */
    private final long[][] seen;

    SimulatedMembership(List<SimulatedNode> nodes, SimulatedNetwork network) {
        this.nodes = nodes;
        this.network = network;
        this.seen = new long[nodes.size()][nodes.size()];
    }

    /** A node that has just started sees nobody. */
    void forget(SimulatedNode node) {
        Arrays.fill(seen[node.number], NOT_SEEN);
    }

    void discover(Teller teller) {
        for (SimulatedNode node : nodes) {
            for (SimulatedNode peer : nodes) {
                if (reaches(node, peer) && seen[node.number][peer.number] != peer.incarnation) {
                    seen[node.number][peer.number] = peer.incarnation;
                    teller.tell(node, new Event.PeerJoined(peer.id, peer.incarnation));
                }
            }
        }
    }

    void suspect(Teller teller) {
        for (SimulatedNode node : nodes) {
            for (SimulatedNode peer : nodes) {
                if (node.isAwake() && seen[node.number][peer.number] != NOT_SEEN && !reaches(node, peer)) {
                    seen[node.number][peer.number] = NOT_SEEN;
                    teller.tell(node, new Event.PeerSuspected(peer.id));
                }
            }
        }
    }

    private boolean reaches(SimulatedNode node, SimulatedNode peer) {
        return node != peer && node.isAwake() && peer.isAwake() && network.connects(node.number, peer.number)
                && network.connects(peer.number, node.number);
    }
}
