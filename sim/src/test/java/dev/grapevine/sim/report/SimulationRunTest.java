package dev.grapevine.sim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.result.RunSummary.InjectedFault;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.TinyScenario.Result;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.world.Moment.NodeView;
import dev.grapevine.sim.world.Moment;

/** Whole scenarios: what faults do while they last, and that they leave nothing behind. */
class SimulationRunTest {

    private static final String SIX_WITH_SKEWED_DATA = """
            nodes: 6
            seed: 1
            split: dirichlet:0.2
            """;

    @TempDir
    Path folder;

    private static double mean(Result result, double from, double to, ToDoubleFunction<Moment> number) {
        return result.moments().stream().filter(moment -> moment.seconds() >= from && moment.seconds() <= to)
                .mapToDouble(number).average().orElseThrow();
    }

    private static List<Integer> peers(Moment moment) {
        return moment.nodes().stream().map(NodeView::peers).toList();
    }

    private static void assertThatAll(Result result, double from, double to, Predicate<Moment> condition) {
        assertThat(result.moments()).filteredOn(moment -> moment.seconds() >= from && moment.seconds() <= to)
                .isNotEmpty().allMatch(condition);
    }

    @Test
    void nodes_withDifferentClasses_learnAllClasses() {
        Result result = TinyScenario.run(folder, SIX_WITH_SKEWED_DATA + "stop: {after: 40s}\n");
        Result alone = TinyScenario.run(folder, SIX_WITH_SKEWED_DATA + "gossip.fanout: 0\nstop: {after: 40s}\n");
        assertThat(result.summary().accuracy().min()).isGreaterThan(0.97);
        assertThat(result.summary().averagedModelAccuracy()).isGreaterThan(0.97);
        assertThat(result.summary().consensusDistance()).isLessThan(0.02);
        assertThat(alone.summary().accuracy().mean()).isLessThan(0.9);
        assertThat(alone.summary().consensusDistance()).isGreaterThan(0.2);
        assertThat(alone.summary().exchanges()).isZero();
    }

    @Test
    void nodeAlone_learnsFromItsOwnRows() {
        Result result = TinyScenario.run(folder, "nodes: 1\nseed: 1\nstop: {after: 20s}\n");
        assertThat(result.summary().accuracy().mean()).isGreaterThan(0.97);
        assertThat(result.summary().consensusDistance()).isZero();
        assertThat(result.summary().bytesSentPerNode().max()).isZero();
    }

    @Test
    void partition_partsReplicas_andHealsCompletely() {
        Result result = TinyScenario.run(folder, SIX_WITH_SKEWED_DATA + """
                stop: {after: 100s}
                faults:
                - {at: 30s, partition: [[0, 1], [2-5]], for: 40s}
                """);
        assertThatAll(result, 2, 30, moment -> peers(moment).equals(List.of(5, 5, 5, 5, 5, 5)));
        // Membership needs some seconds to notice.
        assertThatAll(result, 36, 70, moment -> peers(moment).equals(List.of(1, 1, 3, 3, 3, 3)));
        assertThatAll(result, 72, 100, moment -> peers(moment).equals(List.of(5, 5, 5, 5, 5, 5)));
        double before = mean(result, 20, 30, Moment::consensusDistance);
        assertThat(mean(result, 60, 70, Moment::consensusDistance)).isGreaterThan(3 * before);
        assertThat(mean(result, 90, 100, Moment::consensusDistance)).isLessThan(1.1 * before);
        assertThat(result.summary().faults()).containsExactly(
                new InjectedFault(30, "partition of [[0, 1], [2, 3, 4, 5]]"),
                new InjectedFault(70, "end of partition of [[0, 1], [2, 3, 4, 5]]"));
        assertThat(result.summary().accuracy().min()).isGreaterThan(0.97);
    }

    @Test
    void crashedNode_restartsFromItsCheckpoint_andCatchesUp() {
        Result result = TinyScenario.run(folder, SIX_WITH_SKEWED_DATA + """
                stop: {after: 80s}
                faults:
                - {at: 29s, crash: [2], for: 20s}
                """);
        long roundsBefore = result.at(28).nodes().get(2).rounds();
        assertThatAll(result, 30, 48, moment -> !moment.nodes().get(2).up());
        assertThatAll(result, 30, 48, moment -> moment.nodes().get(2).served() == null
                && Double.isNaN(moment.nodes().get(2).distance()));
        assertThatAll(result, 36, 48, moment -> moment.nodes().get(0).peers() == 4);
        NodeView back = result.at(50).nodes().get(2);
        assertThat(back.up()).isTrue();
        assertThat(back.rounds()).as("the last ten seconds are lost, and no more")
                .isBetween(roundsBefore / 2, roundsBefore);
        assertThat(result.at(80).nodes().get(2).rounds()).isGreaterThan(roundsBefore + 100);
        assertThat(result.at(80).nodes()).allMatch(node -> node.up() && node.peers() == 5);
        assertThat(mean(result, 70, 80, moment -> moment.nodes().get(2).distance()))
                .isLessThan(1.5 * mean(result, 20, 28, moment -> moment.nodes().get(2).distance()));
        assertThat(result.summary().accuracy().min()).isGreaterThan(0.97);
    }

    @Test
    void crash_beforeTheFirstCheckpoint_beginsAnew() {
        Result result = TinyScenario.run(folder, SIX_WITH_SKEWED_DATA + """
                stop: {after: 40s}
                faults:
                - {at: 0s, crash: [0-3], for: 5s}
                """);
        assertThatAll(result, 2, 4, moment -> moment.nodes().get(1).rounds() == 0 && !moment.nodes().get(1).up());
        assertThat(result.at(40).nodes()).allMatch(node -> node.rounds() > 10 && node.peers() == 5);
        assertThat(result.summary().accuracy().min()).isGreaterThan(0.95);
    }

    @Test
    void frozenNode_thawed_goesOnWhereItStood() {
        Result result = TinyScenario.run(folder, SIX_WITH_SKEWED_DATA + """
                stop: {after: 70s}
                faults:
                - {at: 29s, freeze: [3], for: 20s}
                """);
        NodeView frozen = result.at(30).nodes().get(3);
        assertThatAll(result, 32, 48, moment -> {
            NodeView now = moment.nodes().get(3);
            return now.up() && now.rounds() == frozen.rounds() && now.bytesSent() == frozen.bytesSent()
                    && now.peers() == frozen.peers();
        });
        assertThatAll(result, 36, 48, moment -> moment.nodes().get(0).peers() == 4);
        assertThat(result.at(52).nodes().get(3).rounds()).isGreaterThan(frozen.rounds());
        assertThat(result.at(70).nodes()).allMatch(node -> node.peers() == 5);
        assertThat(mean(result, 60, 70, Moment::consensusDistance))
                .isLessThan(1.1 * mean(result, 20, 28, Moment::consensusDistance));
    }

    @Test
    void tornCheckpoint_costsTheTimeSinceTheOneBefore() {
        String crash = SIX_WITH_SKEWED_DATA + """
                stop: {after: 50s}
                faults:
                - {at: 29s, crash: [2], for: 10s%s}
                """;
        Result whole = TinyScenario.run(folder, crash.formatted(""));
        Result torn = TinyScenario.run(folder, crash.formatted(", torn: true"));
        long before = whole.at(28).nodes().get(2).rounds();
        assertThat(torn.at(28)).isEqualTo(whole.at(28));
        assertThat(whole.at(40).nodes().get(2).rounds()).isBetween(before / 2, before);
        assertThat(torn.at(40).nodes().get(2).rounds()).isBetween(before / 5, before * 2 / 3);
        assertThat(torn.summary().accuracy().min()).isGreaterThan(0.95);
    }

    @Test
    void oneWayPartition_dropsOnlyThatDirection() {
        Result result = TinyScenario.run(folder, """
                nodes: 4
                seed: 1
                stop: {after: 40s}
                membership: {detection: 1000s}
                faults:
                - {at: 10s, partition: {from: [0], to: [1-3]}}
                """);
        NodeView before = result.at(12).nodes().get(0);
        NodeView after = result.at(40).nodes().get(0);
        assertThat(after.bytesReceived()).as("offers still come").isGreaterThan(before.bytesReceived());
        assertThat(after.bytesSent()).isGreaterThan(before.bytesSent());
        assertThat(result.at(40).nodes().get(1).peers()).as("membership has not noticed").isEqualTo(3);
        assertThat(result.summary().exchanges()).isPositive();
    }

    @Test
    void suspectFault_whileItLasts_misleadsMembership() {
        Result result = TinyScenario.run(folder, """
                nodes: 4
                seed: 1
                stop: {after: 40s}
                membership: {discovery: 500ms, detection: 2s}
                faults:
                - {at: 10s, suspect: {of: [3], by: [0, 1]}, for: 10s}
                """);
        assertThatAll(result, 2, 10, moment -> peers(moment).equals(List.of(3, 3, 3, 3)));
        assertThatAll(result, 14, 20, moment -> peers(moment).equals(List.of(2, 2, 3, 3)));
        assertThatAll(result, 22, 40, moment -> peers(moment).equals(List.of(3, 3, 3, 3)));
    }

    @Test
    void falseSuspicions_comeAndGo() {
        Result result = TinyScenario.run(folder, """
                nodes: 5
                seed: 1
                stop: {after: 60s}
                membership: {suspicion: 60}
                """);
        double peers = mean(result, 4, 60, moment -> moment.nodes().stream().mapToInt(NodeView::peers).average()
                .orElseThrow());
        // One suspicion a second of about five and a half seconds, of four peers: by Erlang's loss formula 3.1 are missing.
        assertThat(peers).isBetween(0.6, 1.2);
        assertThat(result.summary().exchanges()).isPositive();
    }

    @Test
    void view_ofANode_holdsNoMorePeersThanAllowed() {
        Result result = TinyScenario.run(folder, "nodes: 12\nseed: 1\nmembership: {view: 3}\nstop: {after: 20s}\n");
        assertThatAll(result, 2, 20, moment -> moment.nodes().stream().allMatch(node -> node.peers() == 3));
        assertThat(result.summary().consensusDistance()).isLessThan(0.3);
    }

    @Test
    void devicesAsleep_doNothing() {
        Result result = TinyScenario.run(folder, """
                nodes: 3
                seed: 1
                devices: {gflops: 0.00004, duty: {period: 20s, awake: 0.5, phase: together}, drift: 0.05}
                stop: {after: 60s}
                """);
        for (int period = 0; period < 3; period++) {
            Moment asleep = result.at(20 * period + 12.5);
            Moment stillAsleep = result.at(20 * period + 19);
            assertThat(stillAsleep.nodes()).isEqualTo(asleep.nodes());
            assertThat(result.at(20 * period + 9).nodes().get(0).rounds())
                    .isGreaterThan(period == 0 ? 0 : result.at(20 * period - 1).nodes().get(0).rounds());
        }
        assertThat(result.summary().faults()).as("what happens all the time is not noted").isEmpty();
    }

    @Test
    void clockDrift_changesARun_andHarmsNobody() {
        String lines = SIX_WITH_SKEWED_DATA + "stop: {after: 40s}\nnetwork: {latency: 20ms, loss: 0.2}\n"
                + "devices: {gflops: 0.00004, drift: %s}\n";
        Result straight = TinyScenario.run(folder, lines.formatted("0"));
        Result drifting = TinyScenario.run(folder, lines.formatted("0.3"));
        assertThat(drifting.summary().traceHash()).isNotEqualTo(straight.summary().traceHash());
        assertThat(drifting.summary().accuracy().min()).isGreaterThan(0.95);
    }

    @Test
    void evaluation_ofSomeNodes_leavesOutTheOthers() {
        Result result = TinyScenario.run(folder, "nodes: 9\nevaluate: {nodes: 3}\nstop: {after: 10s}\n");
        assertThat(result.moments()).allMatch(
                moment -> moment.nodes().stream().filter(node -> node.served() != null).count() == 3);
        assertThat(result.summary().accuracy().mean()).isNotNull();
    }

    @Test
    void signFlippers_areNotEvaluated_andDoHarm() {
        String attack = "nodes: 4\nseed: 1\nstop: {after: 30s}\nfaults: [{at: 0s, attack: %s, nodes: [3]}]\n";
        Result flipped = TinyScenario.run(folder, attack.formatted("sign-flip"));
        Result garbage = TinyScenario.run(folder, attack.formatted("random-bytes"));
        assertThatAll(flipped, 0, 30, moment -> moment.nodes().get(3).served() == null
                && moment.nodes().get(0).served() != null);
        assertThat(garbage.summary().accuracy().mean()).isGreaterThan(0.95);
        assertThat(flipped.summary().consensusDistance()).isGreaterThan(2 * garbage.summary().consensusDistance());
    }

    @Test
    void heavyLoss_delaysLearning_andDoesNotStopIt() {
        Result result = TinyScenario.run(folder, SIX_WITH_SKEWED_DATA + """
                network: {latency: 5ms..40ms, bandwidth: 100KB/s, loss: 0.3}
                stop: {after: 120s}
                """);
        assertThat(result.at(2).consensusDistance()).isGreaterThan(0.2);
        assertThat(mean(result, 110, 120, Moment::consensusDistance)).isLessThan(0.05);
        assertThat(result.summary().accuracy().min()).isGreaterThan(0.95);
    }

    @Test
    void slowLink_slowsNoOther() {
        Result usual = TinyScenario.run(folder, "nodes: 2\nseed: 1\nstop: {after: 20s}\n");
        Result slow = TinyScenario.run(folder, """
                nodes: 2
                seed: 1
                stop: {after: 20s}
                faults:
                - {at: 0s, link: [0, 1], bandwidth: 200B/s}
                """);
        assertThat(slow.summary().bytesSentPerNode().max())
                .isLessThan(usual.summary().bytesSentPerNode().max());
        assertThat(slow.summary().exchanges()).isLessThan(usual.summary().exchanges() / 2).isPositive();
    }

    @Test
    void run_withSeveralLimits_endsAtTheFirst() {
        assertThat(TinyScenario.run(folder, "nodes: 3\nstop: {after: 5s}\nevaluate: every=500ms\n").moments())
                .hasSize(10);
        Result rounds = TinyScenario.run(folder, "nodes: 3\nstop: {after: 100s, rounds: 20}\nevaluate: every=100ms\n");
        assertThat(rounds.moments().getLast().nodes()).allMatch(node -> node.rounds() >= 20)
                .anyMatch(node -> node.rounds() < 25);
        Result accuracy = TinyScenario.run(folder, "nodes: 3\nstop: {after: 100s, accuracy: 0.9}\n");
        assertThat(accuracy.summary().accuracy().mean()).isGreaterThanOrEqualTo(0.9);
        assertThat(accuracy.summary().seconds()).isLessThan(50);
        assertThat(accuracy.summary().targets()).extracting("accuracy").contains(0.8, 0.85, 0.9);
    }

    @Test
    void run_endingWithAllNodesDown_hasNoModel() throws IOException {
        Scenario scenario = TinyScenario.read(folder, """
                nodes: 2
                stop: {after: 8s}
                faults:
                - {at: 5s, crash: [0, 1]}
                expect: {accuracy.mean: "> 0"}
                """);
        Path out = folder.resolve("out");
        RunSummary summary;
        try (RunFolder run = RunFolder.create(out)) {
            summary = new SimulationRun(scenario).run(1, Optional.of(run), moment -> {});
        }
        assertThat(summary.accuracy().mean()).isNull();
        assertThat(summary.averagedModelAccuracy()).isNull();
        assertThat(summary.consensusDistance()).isNull();
        assertThat(summary.isAsExpected()).isFalse();
        assertThat(out.resolve("model.safetensors")).doesNotExist();
        assertThat(out.resolve("summary.json")).exists();
    }

    @Test
    void run_withAFolder_leavesSeriesSummaryAndModel() throws IOException {
        Scenario scenario = TinyScenario.read(folder, """
                name: three nodes
                nodes: 3
                seed: 5
                stop: {after: 10s}
                expect: {accuracy.min: ">= 0.5", nodes: "== 4"}
                """);
        Path out = folder.resolve("out");
        SimulationRun run = new SimulationRun(scenario);
        RunSummary summary;
        try (RunFolder runFolder = RunFolder.create(out)) {
            summary = run.run(2, Optional.of(runFolder), moment -> {});
        }
        assertThat(Files.readAllLines(out.resolve("series.csv"))).hasSize(1 + 5 * 3);
        assertThat(run.samples()).hasSize(5 * 3);
        assertThat(run.samples().getLast().seconds()).isEqualTo(10);
        JsonNode json = new JsonMapper().readTree(out.resolve("summary.json").toFile());
        assertThat(json.get("name").asText()).isEqualTo("three nodes");
        assertThat(json.get("mode").asText()).isEqualTo("sim");
        assertThat(json.get("traceHash").asText()).isEqualTo(summary.traceHash());
        assertThat(json.get("expectations").get(0).get("holds").asBoolean()).isTrue();
        assertThat(json.get("expectations").get(1).get("holds").asBoolean()).isFalse();
        Safetensors.Model model = Safetensors.read(out.resolve("model.safetensors"));
        assertThat(model.layout().describe())
                .isEqualTo("dense1.weight[4x8] dense1.bias[8] dense2.weight[8x3] dense2.bias[3]");
        assertThat(model.metadata()).containsEntry("model", "mlp:8");
    }

    @Test
    void optionsBeyondASimulation_areMistakes() {
        Scenario holdout = TinyScenario.read(folder, "nodes: 2\nevaluate: on=holdout\n");
        assertThatThrownBy(() -> new SimulationRun(holdout)).isInstanceOf(UserMistakeException.class).hasMessage(
                "evaluate is 'on=holdout', but a simulation judges all nodes on the same rows: allowed is on=test");
        Scenario linear = TinyScenario.read(folder, "nodes: 2\nmodel: linear\n");
        assertThatThrownBy(() -> new SimulationRun(linear)).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("model is linear, but the data has classes: ");
        Scenario tooMany = TinyScenario.read(folder, "nodes: 1000\n");
        assertThatThrownBy(() -> new SimulationRun(tooMany)).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("training rows are too few for 1000 nodes");
    }

    @Test
    void divergingTraining_isAMistake() {
        Scenario wild = TinyScenario.read(folder, "nodes: 2\nlearningRate: 100\nlocalSteps: 100\nstop: after=900s\n");
        assertThatThrownBy(() -> TinyScenario.run(wild, 1)).isInstanceOf(UserMistakeException.class)
                .hasMessageMatching("Node n[01] stopped. 4 of the last 10 rounds diverged or made the model "
                        + "worse, and were thrown away: a smaller learningRate may help");
    }
}
