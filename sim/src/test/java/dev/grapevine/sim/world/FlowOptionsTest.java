package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.TinyScenario.Result;

/** Whole runs with each option of flow, and with faults: the laws hold, and replicas come together. */
class FlowOptionsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ring", "regular:3", "exponential", "base:1", "base:2", "edges:0-1,1-2,2-3,3-4,4-5"})
    void overlay_ofEachKind_bringsReplicasTogether(String overlay) {
        Result run = run("gossip.overlay: " + overlay + "\n");
        Result apart = run("gossip.fanout: 0\n");
        assertThat(run.summary().exchanges()).isGreaterThan(100);
        assertThat(run.summary().consensusDistance()).isLessThan(0.3 * apart.summary().consensusDistance());
    }

    @Test
    void tokensAndStaleness_inAnyWeather_keepTheLaws() {
        Result tokens = run("gossip.flow: tokens:3,6\n");
        Result stale = run("gossip.staleness: 5\n");
        Result apart = run("gossip.fanout: 0\n");
        for (Result run : List.of(tokens, stale)) {
            assertThat(run.summary().exchanges()).isGreaterThan(50);
            assertThat(run.summary().consensusDistance()).isLessThan(0.5 * apart.summary().consensusDistance());
        }
    }

    @Test
    void byteLimit_onEachNode_holdsAndReplicasAgree() {
        Result free = run("");
        Result limited = run("gossip.bandwidthLimit: 150B/s\n");
        Result apart = run("gossip.fanout: 0\n");
        assertThat(free.summary().bytesSentPerNode().mean()).isGreaterThan(2 * 150 * 30);
        assertThat(limited.summary().bytesSentPerNode().mean()).isBetween(0.6 * 150 * 30, 1.05 * 150 * 30);
        assertThat(limited.summary().consensusDistance()).isLessThan(apart.summary().consensusDistance());
    }

    private Result run(String line) {
        return TinyScenario.run(folder, line + """
                nodes: 6
                seed: 3
                split: dirichlet:0.5
                stop: {after: 30s}
                faults:
                - {at: 4s, crash: [1], for: 6s}
                - {at: 8s, freeze: [0], for: 4s}
                """);
    }
}
