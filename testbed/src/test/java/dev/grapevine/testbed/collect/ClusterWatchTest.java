package dev.grapevine.testbed.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.result.BestMetrics;

/** What nodes say of themselves. */
class ClusterWatchTest {

    private static Optional<NodeStatus> status(Double accuracy, Double loss) {
        return Optional
                .of(new NodeStatus("1", "node", "node", 1, "running", "mlp:8", "", 1, 1, 1, 0.5, accuracy, loss, 0, 0,
                        0, 0,
                        0, List.of(), 0, 0, 0, 0, Map.of(), 100, 1, 0,
                        new NodeStatus.Device(null, 1, 0, null, null, null, null, 0),
                        new NodeStatus.Checkpoints(60, null, null), null, null, null));
    }

    @Test
    void evaluations_ofSilentNodes_areLeftOut() {
        assertThat(ClusterWatch.evaluations(List.of(Optional.empty(), status(0.9, 0.2), status(null, null),
                status(0.8, 0.3)))).isEqualTo(Map.of(1, new Metrics(0.9, 0.2), 3, new Metrics(0.8, 0.3)));
    }

    /** Node 0 was killed at the best of times; it is not what has fallen. */
    @Test
    void fall_ofACluster_isOfNodesSeenBothTimes() {
        BestMetrics best = new BestMetrics(1000, 10);
        best.add(1, ClusterWatch.evaluations(List.of(Optional.empty(), status(0.97, 0.1))));
        best.add(2, ClusterWatch.evaluations(List.of(status(0.1, 2.0), status(0.96, 0.1))));
        assertThat(best.fall()).isEmpty();
        best.add(3, ClusterWatch.evaluations(List.of(status(0.1, 2.0), status(0.1, 2.0))));
        assertThat(best.fall()).isPresent();
    }
}
