package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.TinyScenario.Result;

/** Where answers take longer than a node waits for them at first, or never come. */
class SlowAnswersTest {

    @TempDir
    Path folder;

    @Test
    void slowAnswers_areLearnedAsRoundTripTime() {
        Result run = TinyScenario.run(folder, """
                nodes: 4
                seed: 3
                network: {latency: 3s..6s, loss: 0.2}
                stop: {after: 900s}
                evaluate: {every: 300s}
                """);
        assertThat(run.summary().exchanges()).isGreaterThan(4 * 15);
        assertThat(run.summary().exchanges()).isGreaterThan(run.summary().failedExchanges());
    }

    @Test
    void nodeThatNeverMerges_servesItsOwnReplica() {
        Result run = TinyScenario.run(folder, """
                nodes: 3
                seed: 3
                gossip.fanout: 0
                stop: {after: 30s}
                """);
        assertThat(run.summary().exchanges()).isZero();
        assertThat(run.summary().accuracy().min()).isGreaterThan(0.7);
    }
}
