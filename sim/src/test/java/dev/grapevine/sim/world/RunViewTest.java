package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.notice.RunView;
import dev.grapevine.sim.TinyScenario;

/** Every node knows how the whole run does, without anybody who collects it. */
class RunViewTest {

    private static final String RUN = """
            nodes: 8
            seed: 5
            split: dirichlet:0.3
            stop: {after: 40s}
            evaluate: every=2s
            """;

    @TempDir
    Path folder;

    private List<Moment.NodeView> at(String faults, double seconds) {
        return TinyScenario.run(folder, RUN + faults).at(seconds).nodes();
    }

    private static double meanLoss(List<Moment.NodeView> nodes) {
        return nodes.stream().mapToDouble(node -> node.served().loss()).average().orElseThrow();
    }

    @Test
    void eachNodeKnowsTheMeanOverAllNodes() {
        List<Moment.NodeView> nodes = at("", 40);
        double mean = meanLoss(nodes);
        for (Moment.NodeView node : nodes) {
            RunView run = node.run().orElseThrow();
            assertThat(run.loss().nodes()).isEqualTo(8);
            assertThat(Math.abs(run.loss().mean() - mean)).as("%s and %s", run, mean)
                    .isLessThan(0.1 * mean + 4 * run.loss().error());
            assertThat(run.roundsMin()).isPositive().isLessThanOrEqualTo(run.roundsMax());
        }
    }

    @Test
    void nodesBeyondAPartitionAreLeftOut_andCountAgainWhenItHeals() {
        String faults = "faults:\n- {at: 10s, partition: [[0-2], [3-7]], for: 16s}\n";
        assertThat(at(faults, 24)).extracting(node -> node.run().orElseThrow().loss().nodes())
                .containsExactly(3, 3, 3, 5, 5, 5, 5, 5);
        assertThat(at(faults, 40)).extracting(node -> node.run().orElseThrow().loss().nodes()).containsOnly(8);
    }
}
