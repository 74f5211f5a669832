package dev.grapevine.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.result.RunSummary.InjectedFault;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.TinyScenario.Result;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.world.Moment;

/** Nodes that have other options than the rest. */
class OwnOptionsTest {

    private static final String THREE = """
            nodes: 3
            seed: 5
            stop: {after: 12s}
            """;

    @TempDir
    private Path folder;

    private Scenario scenario(String fault) {
        return TinyScenario.read(folder, THREE + "faults:\n  - {" + fault + "}\n");
    }

    private Result run(String fault) {
        return TinyScenario.run(scenario(fault), 2);
    }

    private void assertMistake(String fault, String sentence) {
        assertThatThrownBy(() -> run(fault)).isInstanceOf(UserMistakeException.class).hasMessageContaining(sentence);
    }

    @Test
    void ownOptions_thatAllShareOrThatNeverChange_areRefused() {
        assertMistake("at: 0s, nodes: [1], options: {model: softmax}", "which all nodes of a run share: allowed are ");
        assertMistake("at: 0s, nodes: [1], options: {seed: 3}", "which all nodes of a run share");
        assertMistake("at: 1s, nodes: [1], options: {gossip.fanout: 2}", "allowed later than 'at: 0s'");
        assertMistake("at: 0s, for: 2s, nodes: [1], options: {localSteps: 2}", "or with 'for', are optimizer, ");
        assertMistake("at: 0s, nodes: [1], options: {}", "names no option: allowed are ");
        assertMistake("at: 0s, nodes: [1], options: {learningRat: 1}", "learningRat");
        assertMistake("at: 0s, nodes: [1], options: {learningRate: -1}", "learningRate is '-1'");
        assertMistake("at: 0s, nodes: [1], options: 3", "faults[0].options");
        assertMistake("at: 0s, options: {batch: 3}", "faults[0].nodes");
    }

    @Test
    void ownProtocolOptions_fromTheStart_holdForOneNode() {
        List<Moment.NodeView> views = run("at: 0s, nodes: [1], options: {localSteps: 1}").moments().getLast().nodes();
        assertThat(views.get(1).steps()).isEqualTo(views.get(1).rounds());
        assertThat(views.get(0).steps()).isEqualTo(4 * views.get(0).rounds());
        List<Moment.NodeView> limited = run("at: 0s, nodes: [1], options: {gossip: {bandwidthLimit: 200B/s}}")
                .moments().getLast().nodes();
        assertThat(limited.get(1).bytesSent()).isLessThan(views.get(1).bytesSent() / 2);
    }

    /** Nothing is different before, and much afterwards; a larger batch takes longer. */
    @Test
    void ownLearningOptions_duringTheFault_holdFromTheNextRound() {
        Result usual = run("at: 11s, nodes: [1], options: {learningRate: 0.02}");
        Result other = run("at: 5s, for: 4s, nodes: [1], options: {batch: 32, momentum: 0.5, optimizer: adamw}");
        assertThat(other.at(4.5).nodes()).isEqualTo(usual.at(4.5).nodes());
        long slow = steps(other, 9) - steps(other, 5);
        assertThat(slow).isLessThan((steps(usual, 9) - steps(usual, 5)) / 2);
        assertThat(steps(other, 12) - steps(other, 9)).isGreaterThan(slow);
        assertThat(SimulationRun.meanAccuracy(other.moments().getLast())).isGreaterThan(0.8);
        // The same options as all are no change at all.
        assertThat(run("at: 6s, nodes: [1], options: {learningRate: 0.02}").moments()).isEqualTo(usual.moments());
    }

    private static long steps(Result result, double seconds) {
        return result.at(seconds).nodes().get(1).steps();
    }

    /** That is what the fault was to show; but who looks at the exit code alone is not to take the run for one of all nodes. */
    @Test
    void nodeStoppedByItsOwnOptions_goesDown_andOthersGoOn() {
        SimulationRun run = new SimulationRun(scenario("at: 0s, nodes: [2], options: {learningRate: 100}")).thenCalm();
        RunSummary summary = run.run(2, Optional.empty(), moment -> {});
        List<InjectedFault> faults = summary.faults();
        assertThat(faults).extracting(InjectedFault::what).first().isEqualTo("options {learningRate=100} of [2]");
        assertThat(faults).extracting(InjectedFault::what).last().asString().startsWith("stop of [2] by itself: ")
                .contains("learningRate");
        assertThat(run.calm()).isPresent();
        assertThat(summary.exitCode(true)).isEqualTo(2);
        assertThat(summary.warnings()).singleElement().asString()
                .startsWith("1 of 3 nodes stopped because of its own options, and the others continued: node 2 after ")
                .contains("learningRate");
    }

    @Test
    void optionsOfANode_startedAlone_areItsOwn() {
        Scenario scenario = scenario("at: 0s, nodes: [0], options: {learningRate: 0.6, momentum: 0.5}");
        assertThat(scenario.optionsOf(0).given()).containsAllEntriesOf(
                Map.of("learningRate", "0.6", "momentum", "0.5"));
        assertThat(scenario.optionsOf(1).given()).containsAllEntriesOf(
                Map.of("learningRate", "0.02", "momentum", "0.9"));
        assertThat(scenario("at: 0s, crash: [1]").optionsOf(1)).isEqualTo(scenario.options());
    }
}
