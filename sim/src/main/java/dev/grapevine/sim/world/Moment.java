package dev.grapevine.sim.world;

import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.notice.RunView;
import dev.grapevine.node.replica.training.Evaluator.Metrics;

/**
 * All nodes at one moment of virtual time.
 *
 * @param consensusDistance of the replicas of all honest nodes that are up
 */
public record Moment(double seconds, List<NodeView> nodes, double consensusDistance) {

    /**
     * One node.
     *
     * @param served   how good the model is that it serves; null while it is down, and for nodes that lie or are not judged
     * @param run      the run as the node knows it, by what it and its peers have measured before this moment
     * @param distance of its replica to the mean of all; NaN while it is down, and for nodes that lie
     */
    public record NodeView(int number, boolean up, long rounds, long steps, Metrics served, double distance,
            long bytesSent, long bytesReceived, int peers, Optional<RunView> run) {}
}
