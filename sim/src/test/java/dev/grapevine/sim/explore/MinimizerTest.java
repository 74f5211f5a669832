package dev.grapevine.sim.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.result.RunSummary.InjectedFault;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;
import dev.grapevine.sim.scenario.Weather;

/** What is left of a scenario that fails. */
class MinimizerTest {

    private static final String LAW = "node 1 does not crash while there is a partition";
    private static final String STORMY = """
            nodes: 7
            seed: 11
            stop: {after: 20s}
            gossip.overlay: ring
            gossip.compression: modular:5
            network: {latency: 5ms..40ms, bandwidth: 50KB/s, loss: 0.1, duplicate: 0.1, reorder: {share: 0.1, by: 1s},
              bursts: {loss: 0.5, every: 6s, lasts: 1s}}
            sites: {groups: {a: [0-2], b: [3-6]}, between: {latency: 100ms}}
            devices: {gflops: 0.00004, speed: lognormal:0.3, drift: 0.05, duty: {period: 5s, awake: 0.7}}
            membership: {suspicion: 2}
            churn: {session: 8s, away: 1s, nodes: 0.4, until: 15s}
            faults:
            - {at: 1s, freeze: [3, 4], for: 3s}
            - {at: 2s, link: [0, 5], loss: 0.5, for: 9s}
            - {at: 3s, partition: [[0-3], [4-6]], for: 8s}
            - {at: 4s, suspect: {of: [1], by: [2, 6]}, for: 3s}
            - {at: 5s, crash: [0, 1, 6], for: 4s, torn: true}
            - {at: 13s, crash: [1, 2], for: 1s}
            - {at: 14s, partition: halves, for: 1s}
            - {at: 15s, attack: sign-flip, nodes: [5], for: 2s}
            """;

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    /** A law that only this test has, held against what a run really did. */
    private static void nodeOneStaysDuringPartitions(Scenario scenario, List<?> moments,
            RunSummary summary) {
        int partitions = 0;
        for (InjectedFault fault : summary.faults()) {
            partitions += fault.what().startsWith("partition of ") ? 1 : 0;
            partitions -= fault.what().startsWith("end of partition of ") ? 1 : 0;
            if (partitions > 0 && fault.what().matches("crash of \\[(\\d, )*1(, \\d)*\\].*")) {
                throw new LawBrokenException(LAW, "At " + fault.seconds() + " s it did");
            }
        }
    }

    private Minimizer.Minimal minimal(Scenario scenario, Function<Scenario, Optional<Failure>> trial, int tries) {
        return new Minimizer(trial, tries, said::add).minimize(scenario).orElseThrow();
    }

    private static Optional<Failure> failure(boolean fails) {
        return fails ? Optional.of(new Failure(Failure.Kind.LAW, LAW, "again")) : Optional.empty();
    }

    @Test
    void brokenLaw_isShrunkToItsCause() {
        Trial trial = new Trial(2, false, MinimizerTest::nodeOneStaysDuringPartitions);
        Minimizer.Minimal minimal = minimal(TinyScenario.read(folder, STORMY), one -> trial.run(one).failure(), 200);
        Scenario left = minimal.scenario();
        assertThat(minimal.failure().what()).isEqualTo(LAW);
        assertThat(minimal.whole()).as("%s runs", minimal.runs()).isTrue();
        assertThat(left.nodes()).isEqualTo(2);
        assertThat(left.faults()).hasSize(2).anyMatch(Fault.Partition.class::isInstance).anySatisfy(fault -> {
            assertThat(fault).isInstanceOf(Fault.Crash.class);
            assertThat(((Fault.Crash) fault).nodes()).containsExactly(1);
            assertThat(((Fault.Crash) fault).torn()).isFalse();
        });
        assertThat(left.weather().withFaults(List.of()).withDevices(Weather.FAIR.devices())).isEqualTo(Weather.FAIR);
        assertThat(left.options().isGiven(GossipOptions.OVERLAY)).isFalse();
        assertThat(left.options().isGiven(GossipOptions.COMPRESSION)).isFalse();
        assertThat(left.options().get(ControlOptions.STOP).after().orElseThrow()).isLessThan(Duration.ofSeconds(12));
        Path file = new ScenarioFolder(folder).write("minimal.yaml", left, List.of());
        Scenario read = ScenarioFile.read(file, Map.of(), Map.of());
        assertThat(trial.run(read).failure().orElseThrow().isLike(minimal.failure())).isTrue();
        assertThat(said.getFirst()).startsWith("It fails: Broken law: " + LAW);
    }

    @Test
    void minimization_repeated_givesTheSameResult() {
        Scenario scenario = TinyScenario.read(folder, STORMY);
        Function<Scenario, Optional<Failure>> trial = one -> failure(one.nodes() >= 4 && one.faults().size() >= 3
                && one.weather().churn().isPresent());
        Minimizer.Minimal minimal = minimal(scenario, trial, 300);
        assertThat(minimal).isEqualTo(minimal(scenario, trial, 300));
        assertThat(minimal.scenario().nodes()).isEqualTo(4);
        assertThat(minimal.scenario().faults()).hasSize(3);
        assertThat(minimal.scenario().weather().churn()).isPresent();
        assertThat(minimal.scenario().weather().sites().groups()).isEmpty();
    }

    @Test
    void otherFailure_doesNotCount() {
        Scenario scenario = TinyScenario.read(folder, STORMY);
        Minimizer.Minimal minimal = minimal(scenario, one -> one.faults().size() > 4
                ? failure(true)
                : Optional.of(Failure.of(new IllegalStateException("something else"))), 300);
        assertThat(minimal.scenario().faults()).hasSize(5);
    }

    @Test
    void tries_areBounded() {
        Scenario scenario = TinyScenario.read(folder, STORMY);
        int[] runs = {0};
        Minimizer.Minimal minimal = minimal(scenario, one -> {
            runs[0]++;
            return failure(one.faults().size() > 4);
        }, 7);
        assertThat(runs[0]).isEqualTo(7).isEqualTo(minimal.runs());
        assertThat(minimal.whole()).isFalse();
    }

    @Test
    void passingScenario_isNotMinimized() {
        assertThat(new Minimizer(_ -> Optional.empty(), 10, said::add).minimize(TinyScenario.read(folder, STORMY)))
                .isEmpty();
    }

    @Test
    void nodes_afterMinimization_areRenumbered() {
        Scenario scenario = TinyScenario.read(folder, STORMY);
        Fault crash = new Fault.Crash(Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(1)), List.of(6));
        Scenario last = scenario.withWeather(scenario.weather().withFaults(List.of(crash)));
        Minimizer.Minimal minimal = minimal(last, one -> failure(!one.faults().isEmpty()), 300);
        assertThat(minimal.scenario().nodes()).isEqualTo(2);
        assertThat(FaultEdits.named(minimal.scenario().faults())).containsExactly(0);
    }

    @Test
    void rollingRestart_isTakenApart() {
        Scenario scenario = TinyScenario.read(folder, STORMY);
        Fault rolling = new Fault.Rolling(Duration.ofSeconds(1), List.of(0, 1, 2, 3), Duration.ofSeconds(1),
                Duration.ofSeconds(2));
        Minimizer.Minimal minimal = minimal(scenario.withWeather(scenario.weather().withFaults(List.of(rolling))),
                one -> failure(FaultEdits.apart(one.faults()).stream()
                        .anyMatch(fault -> fault instanceof Fault.Crash crash && crash.nodes().contains(2))),
                300);
        assertThat(minimal.scenario().faults()).singleElement().isInstanceOf(Fault.Crash.class);
    }

    @Test
    void removedNode_leavesItsPartitions() {
        Fault.Partition partition = new Fault.Partition(Duration.ZERO, Optional.empty(),
                new PartitionShape.Groups(List.of(List.of(0, 3), List.of(4, 5))));
        assertThat(FaultEdits.renumbered(partition, node -> node < 4 ? node : FaultEdits.GONE))
                .hasValueSatisfying(left -> assertThat(((Fault.Partition) left).shape())
                        .isEqualTo(new PartitionShape.Groups(List.of(List.of(0, 3)))));
        assertThat(FaultEdits.renumbered(partition, _ -> FaultEdits.GONE)).isEmpty();
    }
}
