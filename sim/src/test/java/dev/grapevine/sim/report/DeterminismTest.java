package dev.grapevine.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.testing.ChildJvm;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.sim.TinyScenario.Result;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.scenario.Scenario;

/** The same scenario gives the same run, to the last bit of every message. */
class DeterminismTest {

    /** A bit of everything that can happen. */
    private static final String SCENARIO = """
            nodes: 6
            seed: 3
            split: dirichlet:0.5
            localSteps: auto
            network: {latency: 5ms..40ms, bandwidth: 20KB/s, loss: 0.05}
            stop: {after: 30s}
            faults:
            - {at: 6s, partition: [[0-2], [3-5]], for: 7s}
            - {at: 9s, crash: [1, 4], for: 8s}
            - {at: 16s, freeze: [0], for: 6s}
            - {at: 12s, link: [2, 3], bandwidth: 2KB/s, loss: 0.3, for: 10s}
            """;

    @TempDir
    Path folder;

    @Test
    void run_repeatedWithOtherThreadsOrKernels_isTheSame() throws IOException, InterruptedException {
        ChildJvm scalar = ChildJvm.start(TraceHash.class, List.of("-Dgrapevine.kernels=scalar"),
                TinyScenario.write(folder, SCENARIO).toString());
        Scenario scenario = TinyScenario.read(folder, SCENARIO);
        Result first = TinyScenario.run(scenario, 1);
        for (int threads : new int[]{1, 2, 5}) {
            Result again = TinyScenario.run(scenario, threads);
            assertThat(again.moments()).as("with %s threads", threads).isEqualTo(first.moments());
            assertThat(withoutWallTime(again.summary())).isEqualTo(withoutWallTime(first.summary()));
        }
        assertThat(first.summary().traceHash()).matches("[0-9a-f]{16}");
        assertThat(scalar.output()).isEqualTo("ScalarKernels " + first.summary().traceHash() + " "
                + first.summary().consensusDistance());
    }

    private static RunSummary withoutWallTime(RunSummary summary) {
        return summary.withWallSeconds(0);
    }

    @Test
    void hash_ofAnotherSeedOrOption_differs() {
        Scenario scenario = TinyScenario.read(folder, SCENARIO.replace("after: 30s", "after: 6s"));
        String hash = hash(scenario);
        assertThat(hash(scenario.withOptions(scenario.options().with(ControlOptions.SEED, "4")))).isNotEqualTo(hash);
        assertThat(hash(scenario.withOptions(scenario.options().with(TrainingOptions.MOMENTUM, "0.8999"))))
                .isNotEqualTo(hash);
        assertThat(hash(scenario.withOptions(scenario.options().with(ControlOptions.STOP, "after=8s"))))
                .isNotEqualTo(hash);
        Scenario oneNodeMore = new Scenario(scenario.name(), scenario.options(), 7,
                scenario.weather().withFaults(List.of()), List.of());
        assertThat(hash(oneNodeMore)).isNotEqualTo(hash);
    }

    private static String hash(Scenario scenario) {
        return TinyScenario.run(scenario, 2).summary().traceHash();
    }
}
