package dev.grapevine.testbed.disturb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.sim.network.Ways;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.testbed.TestData;
import dev.grapevine.testbed.collect.NodeClient;
import dev.grapevine.testbed.launch.Cluster;

/** Four real processes, parted into halves and joined again. */
class RealPartitionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void halves_partedForReal_goOnAndAgreeAfterwards() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("data", TestData.csv(folder, "data.csv", 1));
        options.put("split", "shards:1");
        options.put("model", "mlp:8");
        options.put("localSteps", "2");
        options.put("gossip.interval", "100ms");
        try (Cluster cluster = Cluster.start(folder, node -> RunOptions.of(options), 4,
                Optional.of(NetworkConditions.USUAL));
                NodeClient client = new NodeClient()) {
            awaitPeers(cluster, client, eachSees(3));
            long before = exchanges(cluster, client);

            Ways ways = cluster.proxies().orElseThrow().ways();
            PartitionShape halves = new PartitionShape.Groups(List.of(List.of(0, 1), List.of(2, 3)));
            ways.cut(halves);
            awaitPeers(cluster, client, eachSees(1));
            assertThat(client.status(cluster.node(0)).orElseThrow().peers()).containsExactly("node-1");
            assertThat(client.status(cluster.node(3)).orElseThrow().peers()).containsExactly("node-2");
            long inHalves = exchanges(cluster, client);
            await().atMost(PATIENCE).until(() -> exchanges(cluster, client) > inHalves + 20);
            double apart = distance(cluster, client);

            ways.heal(halves);
            awaitPeers(cluster, client, eachSees(3));
            await().atMost(PATIENCE).until(() -> distance(cluster, client) < 0.5 * apart);
            await().atMost(PATIENCE).until(() -> unfinished(cluster, client) == 0);
            assertThat(exchanges(cluster, client)).isGreaterThan(before);
            for (int i = 0; i < 4; i++) {
                NodeStatus status = client.status(cluster.node(i)).orElseThrow();
                assertThat(status.faults()).as("nobody was taken for a liar").isZero();
                assertThat(status.incarnation()).isEqualTo(1);
            }

            // One half has merged into the other: in either, whoever dies is missed.
            cluster.node(0).kill();
            awaitPeers(cluster, client, Map.of(1, 2, 2, 2, 3, 2));
            cluster.node(3).kill();
            awaitPeers(cluster, client, Map.of(1, 1, 2, 1));
        }
    }

    private static Map<Integer, Integer> eachSees(int peers) {
        return Map.of(0, peers, 1, peers, 2, peers, 3, peers);
    }

    /** @param peers how many each node is to see, by its number */
    private static void awaitPeers(Cluster cluster, NodeClient client, Map<Integer, Integer> peers) {
        peers.forEach((node, count) -> await("node-" + node + " sees " + count + " peers").atMost(PATIENCE)
                .until(() -> client.status(cluster.node(node)).filter(status -> status.phase().equals("running")
                        && status.peers().size() == count).isPresent()));
    }

    private static long exchanges(Cluster cluster, NodeClient client) {
        return sum(cluster, client, NodeStatus::exchanges);
    }

    private static long unfinished(Cluster cluster, NodeClient client) {
        return sum(cluster, client, NodeStatus::unfinishedBlocks);
    }

    private static long sum(Cluster cluster, NodeClient client,
            ToLongFunction<NodeStatus> number) {
        long sum = 0;
        for (int i = 0; i < cluster.size(); i++) {
            Optional<NodeStatus> status = client.status(cluster.node(i));
            sum += status.map(number::applyAsLong).orElse(0L);
        }
        return sum;
    }

    private static double distance(Cluster cluster, NodeClient client) {
        List<float[]> replicas = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            client.replica(cluster.node(i)).ifPresent(replicas::add);
        }
        return replicas.size() < cluster.size()
                ? Double.POSITIVE_INFINITY
                : ConsensusDistance.of(replicas).rootMeanSquare();
    }
}
