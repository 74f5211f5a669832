package dev.grapevine.sim.network;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.experiment.NetworkConditions;

/**
 * The ways between nodes: how long a message takes, and whether it arrives. Each link draws from a stream of its own, so
 * that one more node changes nothing for the others.
 */
public final class SimulatedNetwork {

    private static final int NO_GROUP = -1;

    private final int nodes;
    private final RandomStream random;
    private final NetworkConditions usual;
    /** When each node's way out is free again, in nanoseconds. */
    private final long[] freeAt;
    /** By link; looked up, never walked through. */
    private final Map<Long, Link> links = new HashMap<>();
    private int[] groups;

    private static final class Link {
        private final RandomStream random;
        private NetworkConditions conditions;
        private boolean hasOwnBandwidth;
        private long freeAt;

        Link(RandomStream random, NetworkConditions conditions) {
            this.random = random;
            this.conditions = conditions;
        }
    }

    public SimulatedNetwork(int nodes, NetworkConditions usual, RandomStream random) {
        this.nodes = nodes;
        this.usual = usual;
        this.random = random;
        this.freeAt = new long[nodes];
    }

    /** Nodes of different groups cannot reach each other; nodes in no group reach nobody. */
    public void partition(List<List<Integer>> partitionGroups) {
        groups = new int[nodes];
        Arrays.fill(groups, NO_GROUP);
        for (int group = 0; group < partitionGroups.size(); group++) {
            for (int node : partitionGroups.get(group)) {
                groups[node] = group;
            }
        }
    }

    /** Everybody reaches everybody again. */
    public void heal() {
        groups = null;
    }

    /** Whether there is a way between two nodes now. */
    public boolean connects(int from, int to) {
        return groups == null || groups[from] != NO_GROUP && groups[from] == groups[to];
    }

    /** Changes a link in both directions; {@link NetworkConditions#USUAL} makes it as it was. */
    public void condition(int first, int second, NetworkConditions conditions) {
        for (Link link : List.of(link(first, second), link(second, first))) {
            link.conditions = usual.overlaidBy(conditions);
            link.hasOwnBandwidth = conditions.bytesPerSecond().isPresent();
        }
    }

    /**
     * Sends a frame.
     *
     * @param now in nanoseconds
     * @return when it arrives, if there is still a way then; empty if it gets lost
     */
    public OptionalLong send(int from, int to, int frameBytes, long now) {
        Link link = link(from, to);
        NetworkConditions conditions = link.conditions;
        long departure = now;
        if (conditions.bytesPerSecond().isPresent()) {
            long bytes = frameBytes + FrameCodec.LENGTH_PREFIX_BYTES;
            long nanos = (long) (bytes * 1e9 / conditions.bytesPerSecond().getAsDouble());
            departure = nanos + Math.max(now, link.hasOwnBandwidth ? link.freeAt : freeAt[from]);
            if (link.hasOwnBandwidth) {
                link.freeAt = departure;
            } else {
                freeAt[from] = departure;
            }
        }
        // Always the same number of draws, so that one message's fate does not change the next one's.
        double lossDraw = link.random.nextDouble();
        double latencyDraw = link.random.nextDouble();
        if (!connects(from, to) || lossDraw < conditions.loss().orElse(0)) {
            return OptionalLong.empty();
        }
        long least = conditions.latencyLeast().map(Duration::toNanos).orElse(0L);
        long most = conditions.latencyMost().map(Duration::toNanos).orElse(least);
        return OptionalLong.of(departure + least + (long) (latencyDraw * (most - least)));
    }

    private Link link(int from, int to) {
        long key = (long) from * nodes + to;
        return links.computeIfAbsent(key, unused -> new Link(random.fork("link " + from, to), usual));
    }
}
