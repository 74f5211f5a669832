package dev.grapevine.sim.baseline;

import static dev.grapevine.sim.baseline.TinySetting.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        return baseline.updates();
    }

    @ParameterizedTest
    @ValueSource(strings = {HALVES, CRASH, FREEZE, LOST})
    void anAllReduceMakesNoStepWhileAnyNodeIsGone(String fault) {
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
    void federatedAveragingWaitsOnceAndGoesOnWithTheRest(String fault) {
        try (TinySetting tiny = TinySetting.read(folder, FOUR + fault);
                TinySetting quiet = TinySetting.read(folder, FOUR)) {
            FederatedAveraging baseline = new FederatedAveraging(tiny.setting());
            FederatedAveraging undisturbed = new FederatedAveraging(quiet.setting());
            assertThat(updates(baseline, 20)).isEqualTo(updates(undisturbed, 20));
            double stepsBefore = baseline.stepsPerNode();
            long roundsBefore = baseline.updates();
            long rounds = updates(baseline, 49) - roundsBefore;
            assertThat(rounds).isPositive();
            assertThat(baseline.stepsPerNode() - stepsBefore).as("one of four is left out, but for the first round")
                    .isBetween(rounds * 2 * 0.75, rounds * 2 * 0.75 + 1);
            updates(baseline, 55);
            double stepsHealed = baseline.stepsPerNode();
            long roundsHealed = baseline.updates();
            rounds = updates(baseline, 70) - roundsHealed;
            assertThat(baseline.stepsPerNode() - stepsHealed).as("all are there again").isEqualTo(rounds * 2.0);
        }
    }

    @Test
    void aWorkerThatIsMissingIsWaitedForTwiceAsLong() {
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
    void aParameterServerGoesOnWithTheRest(String fault) {
        try (TinySetting tiny = TinySetting.read(folder, FOUR + fault);
                TinySetting quiet = TinySetting.read(folder, FOUR)) {
            ParameterServer baseline = new ParameterServer(tiny.setting());
            ParameterServer undisturbed = new ParameterServer(quiet.setting());
            assertThat(updates(baseline, 20)).isEqualTo(updates(undisturbed, 20));
            long before = baseline.updates();
            double share = (double) (updates(baseline, 50) - before) / (updates(undisturbed, 50) - before);
            assertThat(share).as("of what all would have done").isBetween(0.5, 0.95);
            long during = baseline.updates();
            long undisturbedDuring = undisturbed.updates();
            double healed = (double) (updates(baseline, 80) - during)
                    / (updates(undisturbed, 80) - undisturbedDuring);
            assertThat(healed).as("all are there again").isBetween(0.97, 1.03);
        }
    }

    @Test
    void whereNobodyIsThereNothingHappensEverAgain() {
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
    void aLinkThatLosesPacketsCostsBytesAndTime() {
        String large = FOUR.replace(", bandwidth: 100KB/s}", ", bandwidth: 100KB/s, loss: 0}") + "model: mlp:400\n";
        try (TinySetting clean = TinySetting.read(folder, large);
                TinySetting lossy = TinySetting.read(folder,
                        large.replace("loss: 0}", "loss: 0.3}"))) {
            FederatedAveraging good = TinySetting.afterUpdates(new FederatedAveraging(clean.setting()), 10);
            FederatedAveraging bad = TinySetting.afterUpdates(new FederatedAveraging(lossy.setting()), 10);
            assertThat(bad.bytesPerNode() / good.bytesPerNode()).as("1 / (1 - 0.3)").isBetween(1.3, 1.6);
            assertThat(bad.nextUpdate()).isGreaterThan(good.nextUpdate());
            assertThat(bad.parameters()).as("the same model, only later").containsExactly(good.parameters());
        }
    }
}
