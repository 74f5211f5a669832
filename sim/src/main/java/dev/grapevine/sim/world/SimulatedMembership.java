package dev.grapevine.sim.world;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.sim.fault.SplitViews;
import dev.grapevine.sim.network.SimulatedNetwork;

/**
 * The membership of each node: reachable peers, soon after they appear, and the loss of others, some time after they
 * vanish. Where there are more nodes than one membership can hold, each node is told of a random sample, as a peer
 * sampling service does.
 */
final class SimulatedMembership {

    private static final long NOT_SEEN = 0;
    /** The mark of a peer that is held for gone by mistake. */
    private static final long DOUBTED = -1;

    /** Tells a node something. */
    @FunctionalInterface
    interface Teller {
        void tell(SimulatedNode node, Event event);
    }

    private final List<SimulatedNode> nodes;
    private final SimulatedNetwork network;
    private final SplitViews views;
    private final int viewSize;
    /** The numbers of those that a node may be told of; null where it may be told of all. */
    private final int[][] sampled;
    /** The incarnation of each of them that it holds for alive. */
    private final long[][] seen;

    /**
     * @param view the most peers that a node is told of
     */
    SimulatedMembership(List<SimulatedNode> nodes, SimulatedNetwork network, SplitViews views, int view,
            RandomStream random) {
        this.nodes = nodes;
        this.network = network;
        this.views = views;
        boolean all = view >= nodes.size() - 1;
        this.viewSize = all ? nodes.size() : view;
        this.sampled = all ? null : new int[nodes.size()][];
        this.seen = new long[nodes.size()][viewSize];
        if (!all) {
            for (int node = 0; node < nodes.size(); node++) {
                sampled[node] = sample(node, random.fork("view", node));
            }
        }
    }

    private int[] sample(int node, RandomStream random) {
        int[] sample = new int[viewSize];
        for (int i = 0; i < viewSize; i++) {
            int drawn;
            do {
                drawn = random.nextInt(nodes.size());
            } while (drawn == node || contains(sample, i, drawn));
            sample[i] = drawn;
        }
        return sample;
    }

    private static boolean contains(int[] sample, int length, int value) {
        for (int i = 0; i < length; i++) {
            if (sample[i] == value) {
                return true;
            }
        }
        return false;
    }

    /** Whether every node holds everybody for alive whom it may be told of. */
    boolean allAreSeen() {
        for (SimulatedNode node : nodes) {
            IntUnaryOperator peers = peersOf(node);
            for (int i = 0; i < viewSize; i++) {
                SimulatedNode peer = nodes.get(peers.applyAsInt(i));
                if (peer != node && seen[node.number][i] != peer.incarnation) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A node that has just started sees nobody. */
    void forget(SimulatedNode node) {
        Arrays.fill(seen[node.number], NOT_SEEN);
    }

    void discover(Teller teller) {
        for (SimulatedNode node : nodes) {
            IntUnaryOperator peers = peersOf(node);
            long[] seenByNode = seen[node.number];
            for (int i = 0; i < viewSize; i++) {
                SimulatedNode peer = nodes.get(peers.applyAsInt(i));
                if (seenByNode[i] != peer.incarnation && seenByNode[i] != DOUBTED && reaches(node, peer)) {
                    seenByNode[i] = peer.incarnation;
                    teller.tell(node, new Event.PeerJoined(peer.id, peer.incarnation));
                }
            }
        }
    }

    void suspect(Teller teller) {
        for (SimulatedNode node : nodes) {
            IntUnaryOperator peers = peersOf(node);
            long[] seenByNode = seen[node.number];
            for (int i = 0; i < viewSize && node.isAwake(); i++) {
                SimulatedNode peer = nodes.get(peers.applyAsInt(i));
                if (seenByNode[i] > NOT_SEEN && !reaches(node, peer)) {
                    seenByNode[i] = NOT_SEEN;
                    teller.tell(node, new Event.PeerSuspected(peer.id));
                }
            }
        }
    }

    /**
     * A node takes a random peer that it sees for gone.
     *
     * @return the peer's place in the node's view, for {@link #believe}; empty if the node sees nobody
     */
    OptionalInt suspectFalsely(SimulatedNode node, RandomStream random, Teller teller) {
        long[] seenByNode = seen[node.number];
        int[] live = IntStream.range(0, viewSize).filter(i -> seenByNode[i] > NOT_SEEN).toArray();
        if (!node.isAwake() || live.length == 0) {
            return OptionalInt.empty();
        }
        int place = live[random.nextInt(live.length)];
        seenByNode[place] = DOUBTED;
        teller.tell(node, new Event.PeerSuspected(nodes.get(peersOf(node).applyAsInt(place)).id));
        return OptionalInt.of(place);
    }

    /** A node doubts a peer no longer. */
    void believe(SimulatedNode node, int place) {
        if (seen[node.number][place] == DOUBTED) {
            seen[node.number][place] = NOT_SEEN;
        }
    }

    private IntUnaryOperator peersOf(SimulatedNode node) {
        return sampled == null ? i -> i : i -> sampled[node.number][i];
    }

    private boolean reaches(SimulatedNode node, SimulatedNode peer) {
        return node != peer && node.isAwake() && peer.isAwake() && network.connects(node.number, peer.number)
                && network.connects(peer.number, node.number) && !views.hide(node.number, peer.number);
    }
}
