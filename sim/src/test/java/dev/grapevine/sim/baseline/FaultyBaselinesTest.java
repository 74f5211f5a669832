package dev.grapevine.sim.baseline;

import static dev.grapevine.sim.baseline.TinySetting.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.scenario.Comparison.Method;
import dev.grapevine.sim.scenario.Scenario;

/** What faults do to baselines. All last from 20 to 50 seconds. */
class FaultyBaselinesTest {

    private static final String FOUR = """
            nodes: 4
            split: iid
            localSteps: 2
            network: {latency: 20ms, bandwidth: 100KB/s}
            """;
    private static final String HALVES = "faults: [{at: 20s, partition: [[0-2], [3]], for: 30s}]\n";
    private static final String CRASH = "faults: [{at: 20s, crash: [3], for: 30s}]\n";
    private static final String FREEZE = "faults: [{at: 20s, freeze: [3], for: 30s}]\n";
    private static final String LOST = "faults: [{at: 20s, link: [0, 3], loss: 1, for: 30s}]\n";

    @TempDir
    Path folder;

    private static long updates(Baseline baseline, double seconds) {
        baseline.advanceTo((long) (seconds * SECOND));
        return baseline.cost().updates();
    }

    @ParameterizedTest
    @ValueSource(strings = {HALVES, CRASH, FREEZE, LOST})
    void allReduce_withANodeGone_makesNoStep(String fault) {
        try (TinySetting tiny = TinySetting.read(folder, FOUR + fault);
                TinySetting quiet = TinySetting.read(folder, FOUR)) {
            RingAllReduce baseline = new RingAllReduce(tiny.setting());
            RingAllReduce undisturbed = new RingAllReduce(quiet.setting());
            long before = updates(baseline, 20);
            assertThat(before).isPositive().isEqualTo(updates(undisturbed, 20));
            float[] stood = baseline.parameters().clone();
            assertThat(updates(baseline, 50)).isEqualTo(before);
            assertThat(baseline.parameters()).containsExactly(stood);
            assertThat(updates(undisturbed, 50)).as("without the fault it goes on").isGreaterThan(2 * before);
            assertThat(updates(baseline, 70)).as("when all are there again, it goes on").isGreaterThan(before + 10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HALVES, CRASH, FREEZE, LOST})
    void federatedAveraging_withANodeGone_waitsOnceAndGoesOn(String fault) {
        try (TinySetting tiny = TinySetting.read(folder, FOUR + fault);
                TinySetting quiet = TinySetting.read(folder, FOUR)) {
            FederatedAveraging baseline = new FederatedAveraging(tiny.setting());
            FederatedAveraging undisturbed = new FederatedAveraging(quiet.setting());
            assertThat(updates(baseline, 20)).isEqualTo(updates(undisturbed, 20));
            double stepsBefore = baseline.cost().stepsPerNode();
            long roundsBefore = baseline.cost().updates();
            long rounds = updates(baseline, 49) - roundsBefore;
            assertThat(rounds).isPositive();
            assertThat(baseline.cost().stepsPerNode() - stepsBefore)
                    .as("one of four is left out, but for the first round")
                    .isBetween(rounds * 2 * 0.75, rounds * 2 * 0.75 + 1);
            updates(baseline, 55);
            double stepsHealed = baseline.cost().stepsPerNode();
            long roundsHealed = baseline.cost().updates();
            rounds = updates(baseline, 70) - roundsHealed;
            assertThat(baseline.cost().stepsPerNode() - stepsHealed).as("all are there again").isEqualTo(rounds * 2.0);
        }
    }

    @Test
    void missingWorker_isAwaitedTwiceAsLong() {
        try (TinySetting tiny = TinySetting.read(folder,
                FOUR + "devices: {gflops: 0.00004}\nfaults: [{at: 100ms, crash: [3]}]\n");
                TinySetting quiet = TinySetting.read(folder, FOUR + "devices: {gflops: 0.00004}\n")) {
            FederatedAveraging baseline = new FederatedAveraging(tiny.setting());
            long model = tiny.modelBytes() * 10_000;
            long first = baseline.nextUpdate();
            assertThat(first).as("the last of four models is not waited for").isEqualTo(
                    2 * (new FederatedAveraging(quiet.setting()).nextUpdate() - model));
            baseline.advanceTo(first);
            assertThat(baseline.nextUpdate() - first).as("known to be gone").isLessThan(first * 2 / 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HALVES, CRASH, FREEZE, LOST})
    void parameterServer_withANodeGone_goesOn(String fault) {
        try (TinySetting tiny = TinySetting.read(folder, FOUR + fault);
                TinySetting quiet = TinySetting.read(folder, FOUR)) {
            ParameterServer baseline = new ParameterServer(tiny.setting());
            ParameterServer undisturbed = new ParameterServer(quiet.setting());
            assertThat(updates(baseline, 20)).isEqualTo(updates(undisturbed, 20));
            long before = baseline.cost().updates();
            double share = (double) (updates(baseline, 50) - before) / (updates(undisturbed, 50) - before);
            assertThat(share).as("of what all would have done").isBetween(0.5, 0.95);
            long during = baseline.cost().updates();
            long undisturbedDuring = undisturbed.cost().updates();
            double healed = (double) (updates(baseline, 80) - during)
                    / (updates(undisturbed, 80) - undisturbedDuring);
            assertThat(healed).as("all are there again").isBetween(0.97, 1.03);
        }
    }

    @Test
    void baselines_withAllNodesGoneForGood_standStill() {
        try (TinySetting tiny = TinySetting.read(folder, FOUR + "faults: [{at: 20s, crash: [0-3]}]\n")) {
            for (Baseline baseline : new Baseline[]{new FederatedAveraging(tiny.setting()),
                    new RingAllReduce(tiny.setting()), new ParameterServer(tiny.setting())}) {
                assertThat(updates(baseline, 20)).isPositive();
                // Whose model had arrived before is averaged when the server has waited for the others.
                long before = updates(baseline, 25);
                assertThat(updates(baseline, 1000)).isEqualTo(before);
            }
        }
    }

    @Test
    void lossyLink_costsBytesAndTime() {
        String large = FOUR.replace(", bandwidth: 100KB/s}", ", bandwidth: 100KB/s, loss: 0}") + "model: mlp:400\n";
        try (TinySetting clean = TinySetting.read(folder, large);
                TinySetting lossy = TinySetting.read(folder,
                        large.replace("loss: 0}", "loss: 0.3}"))) {
            FederatedAveraging good = TinySetting.afterUpdates(new FederatedAveraging(clean.setting()), 10);
            FederatedAveraging bad = TinySetting.afterUpdates(new FederatedAveraging(lossy.setting()), 10);
            assertThat(bad.cost().bytesPerNode() / good.cost().bytesPerNode()).as("1 / (1 - 0.3)").isBetween(1.3, 1.6);
            assertThat(bad.nextUpdate()).isGreaterThan(good.nextUpdate());
            assertThat(bad.parameters()).as("the same model, only later").containsExactly(good.parameters());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"faults: [{at: 20s, partition: halves, for: 30s}]",
            "faults: [{at: 20s, partition: {from: [1], to: [2]}, for: 30s}]",
            "faults: [{at: 20s, partition: {isolate: [2]}, for: 30s}]",
            "faults: [{at: 20s, rolling: [0-3], down: 8s, every: 7s}]"})
    void allReduce_needsEveryLinkInBothDirections(String fault) {
        try (TinySetting tiny = TinySetting.read(folder, FOUR + fault + "\n")) {
            RingAllReduce baseline = new RingAllReduce(tiny.setting());
            long before = updates(baseline, 20);
            assertThat(updates(baseline, 47)).isEqualTo(before);
            assertThat(updates(baseline, 60)).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"churn: {session: 10s, away: 5s, from: 0s, until: 50s, nodes: 0.5}",
            "devices: {gflops: 0.00004, duty: {period: 10s, awake: 0.6}}",
            "devices: {gflops: 0.00004, duty: {period: 10s, awake: 0.6, phase: together}}",
            "faults: [{at: 5s, partition: halves, for: 40s, flapping: {on: 4s, off: 4s}}]"})
    void flappingFault_slowsBaselines_andStopsNone(String weather) {
        String lines = FOUR.replace("nodes: 4", "nodes: 6");
        try (TinySetting tiny = TinySetting.read(folder, lines + weather + "\n");
                TinySetting quiet = TinySetting.read(folder,
                        lines + (weather.startsWith("devices") ? "devices: {gflops: 0.00004}\n" : ""))) {
            for (Method method : List.of(Method.FEDAVG, Method.PARAMETER_SERVER)) {
                Baseline baseline = BaselineRun.create(method, tiny.setting());
                Baseline undisturbed = BaselineRun.create(method, quiet.setting());
                baseline.advanceTo(50 * SECOND);
                undisturbed.advanceTo(50 * SECOND);
                assertThat(baseline.cost().stepsPerNode()).as(method.toString())
                        .isBetween(0.1 * undisturbed.cost().stepsPerNode(), 0.97 * undisturbed.cost().stepsPerNode());
            }
        }
    }

    @Test
    void siteLine_ofABaseline_isShared() {
        String sites = FOUR + "sites: {groups: {north: [0, 1], south: [2, 3]}, between: {bandwidth: 1KB/s}}\n";
        try (TinySetting tiny = TinySetting.read(folder, sites); TinySetting near = TinySetting.read(folder, FOUR)) {
            long lineNanos = tiny.modelBytes() * 1_000_000;
            long local = new FederatedAveraging(near.setting()).nextUpdate();
            assertThat(new FederatedAveraging(tiny.setting()).nextUpdate())
                    .as("two models down the line one after the other, and the second one up again")
                    .isBetween(3 * lineNanos, 3 * lineNanos + local);
            long chunkNanos = (tiny.modelBytes() / 4) * 1_000_000;
            long ring = new RingAllReduce(near.setting()).nextUpdate();
            assertThat(new RingAllReduce(tiny.setting()).nextUpdate())
                    .isBetween(6 * chunkNanos, 6 * chunkNanos + 6 * Float.BYTES * 1_000_000 + ring);
        }
    }

    @Test
    void attacks_withBaselines_areRefused() {
        Scenario scenario = TinyScenario.read(folder,
                FOUR + "compare: fedavg\nfaults: [{at: 0s, attack: sign-flip, nodes: [1]}]\n");
        assertThatThrownBy(() -> BaselineRun.check(scenario)).isInstanceOf(UserMistakeException.class).hasMessage(
                "compare is [fedavg], but faults has an attack: allowed are all other faults, or nothing to compare with");
    }
}
