package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.report.SimulationRun;

/** Act two: whatever went wrong before, replicas come together once it is over, about as fast as theory says. */
class LivenessPhaseTest {

    private static final String CHAOS = """
            nodes: 6
            seed: 3
            split: dirichlet:0.3
            stop: {after: 12s}
            network: {latency: 5ms..40ms, bandwidth: 100KB/s, loss: 0.3}
            faults:
            - {at: 3s, partition: [[0-2], [3-5]]}
            - {at: 5s, crash: [1]}
            - {at: 6s, freeze: [4]}
            """;

    @TempDir
    Path folder;

    private LivenessOutcome calmAfter(String lines) {
        SimulationRun run = new SimulationRun(TinyScenario.read(folder, lines)).thenCalm();
        run.run(2, Optional.empty(), moment -> {});
        return run.calm().orElseThrow();
    }

    @Test
    void endlessFaults_inCalm_endAndReplicasAgree() {
        LivenessOutcome calm = calmAfter(CHAOS);
        assertThat(calm.distanceAfter()).isLessThanOrEqualTo(0.1 * calm.distanceBefore());
        assertThat(calm.exchanges()).isPositive();
    }

    @Test
    void contraction_inCalm_isNearTheory() {
        // Without compression: the grid of a modular codec follows disagreement, and that takes its time.
        LivenessOutcome calm = calmAfter(CHAOS.substring(0, CHAOS.indexOf("faults")) + "gossip.compression: float32\n");
        assertThat(calm.expectedContraction()).isEqualTo(1 - 1.0 / 5, within(1e-9));
        // Some ten exchanges are few to measure by, and what was half done at the beginning counts as well.
        assertThat(StrictMath.log(calm.measuredContraction()) / StrictMath.log(calm.expectedContraction()))
                .as("%s", calm).isBetween(0.4, 2.5);
    }

    private static double contraction(String overlay, int nodes) {
        return LivenessPhase.expectedContraction(Overlays.byName(overlay), nodes,
                IntStream.range(0, nodes).boxed().toList());
    }

    @Test
    void liars_betweenHonestNodes_excuseDisagreement() {
        assertThat(LivenessPhase.expectedContraction(Overlays.byName("ring"), 6, List.of(0, 1, 2, 3, 4))).isBetween(0.9,
                0.98);
        assertThat(LivenessPhase.expectedContraction(Overlays.byName("ring"), 6, List.of(0, 1, 3, 4))).isEqualTo(1,
                within(1e-9));
        assertThat(LivenessPhase.expectedContraction(Overlays.byName("random"), 6, List.of(0, 1, 3, 4))).isEqualTo(0.8,
                within(1e-9));
        assertThat(LivenessPhase.expectedContraction(Overlays.byName("ring"), 6, List.of(3))).isEqualTo(1);
    }

    @Test
    void ring_inCalm_takesLongerByItsSpectralGap() {
        double gap = (1 - StrictMath.cos(2 * StrictMath.PI / 6)) / 6;
        assertThat(contraction("ring", 6)).isEqualTo(1 - gap, within(1e-9));
        assertThat(contraction("random", 6)).isEqualTo(0.8, within(1e-9));
        assertThat(contraction("base:2", 11)).as("few links in all").isBetween(0.96, 0.98);
        assertThat(contraction("edges:0-1,1-2,2-3,3-4,4-5", 6)).isGreaterThan(1 - gap);
    }

    @ParameterizedTest
    @CsvSource({"pairwise, bf16", "pairwise, int8", "pairwise, int4", "pairwise, topk:0.1", "age, float32", "age, int8",
            "age, randomk:0.25", "choco, float32", "choco, int4"})
    void codecAndStrategy_inCalm_keepTheirPromise(String strategy, String compression) {
        String lines = CHAOS
                + "gossip.block: 64\ngossip.bandwidthLimit: 20KB/s\ngossip.overlay: ring\ngossip.strategy: " + strategy
                + "\ngossip.compression: '" + compression + "'\n";
        LivenessOutcome calm = calmAfter(lines);
        assertThat(calm.distanceAfter()).isLessThanOrEqualTo(calm.distanceMost());
        if (calm.distanceBefore() > calm.distanceMost()) {
            assertThatThrownBy(() -> calmAfter(lines + "gossip.fanout: 0\n")).isInstanceOf(LawBrokenException.class)
                    .hasMessageContaining(" allowed. n");
        }
    }

    @Test
    void strategyWithoutAnswers_onASlowNetwork_isHeldToNothing() {
        assertThat(calmAfter(CHAOS + "gossip.strategy: age\ngossip.compression: float32\n").distanceMost()).isNaN();
    }

    @Test
    void strategyWithoutAPromise_inCalm_stillExchanges() {
        String lines = CHAOS + "gossip.overlay: ring\ngossip.strategy: choco\ngossip.compression: 'topk:0.01'\n";
        LivenessOutcome calm = calmAfter(lines);
        assertThat(calm.distanceMost()).isNaN();
        assertThat(calm.exchanges()).isGreaterThanOrEqualTo(3);
        assertThatThrownBy(() -> calmAfter(lines + "gossip.fanout: 0\n")).isInstanceOf(LawBrokenException.class)
                .hasMessageContaining(Laws.CALM);
    }

    @Test
    void node_thatStaysApart_isNamed() {
        assertThatThrownBy(() -> calmAfter(CHAOS + "gossip.fanout: 0\n")).isInstanceOf(LawBrokenException.class)
                .hasMessageContaining(Laws.CALM).hasMessageMatching("(?s).* n\\d lags behind with .*");
    }
}
