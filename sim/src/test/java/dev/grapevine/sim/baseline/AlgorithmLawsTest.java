package dev.grapevine.sim.baseline;

import static dev.grapevine.sim.baseline.TinySetting.afterUpdates;
import static dev.grapevine.sim.baseline.TinySetting.distance;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.replica.training.LocalTrainer;

/** Where two algorithms are known to be the same, they come to the same model; a little change parts them. */
class AlgorithmLawsTest {

    /** Sums of gradients in another order, over twenty steps. */
    private static final double FLOAT_ROUNDING = 2e-5;
    private static final double APART = 1e-3;
    private static final int UPDATES = 20;

    private static final String UNEVEN = """
            nodes: 4
            split: dirichlet:0.5
            learningRate: 0.1
            """;
    private static final String ALL_ROWS_AT_ONCE = UNEVEN + "batch: 65536\n";

    @TempDir
    Path folder;

    private static float[] gradientDescent(BaselineSetting setting) {
        return afterUpdates(new Centralised(setting), UPDATES).parameters();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void federatedAveraging_ofSingleFullSteps_isGradientDescent(long seed) {
        try (TinySetting tiny = TinySetting.read(folder, ALL_ROWS_AT_ONCE + "localSteps: 1\nseed: " + seed + "\n");
                TinySetting twoSteps = TinySetting.read(folder,
                        ALL_ROWS_AT_ONCE + "localSteps: 2\nseed: " + seed + "\n")) {
            float[] averaged = afterUpdates(new FederatedAveraging(tiny.setting()), UPDATES).parameters();
            assertThat(distance(averaged, gradientDescent(tiny.setting()))).isLessThan(FLOAT_ROUNDING);
            float[] drifted = afterUpdates(new FederatedAveraging(twoSteps.setting()), UPDATES / 2).parameters();
            assertThat(distance(drifted, gradientDescent(tiny.setting()))).as("two local steps drift apart")
                    .isGreaterThan(APART);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void allReduce_equalsOneDeviceWithTheJointBatch(long seed) {
        try (TinySetting tiny = TinySetting.read(folder, ALL_ROWS_AT_ONCE + "seed: " + seed + "\n");
                TinySetting smallBatches = TinySetting.read(folder, UNEVEN + "seed: " + seed + "\n")) {
            float[] reduced = afterUpdates(new RingAllReduce(tiny.setting()), UPDATES).parameters();
            assertThat(distance(reduced, gradientDescent(tiny.setting()))).isLessThan(FLOAT_ROUNDING);
            float[] others = afterUpdates(new RingAllReduce(smallBatches.setting()), UPDATES).parameters();
            assertThat(distance(others, gradientDescent(tiny.setting()))).as("eight rows of each are not all")
                    .isGreaterThan(APART);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "nesterov", "adamw", "qgm"})
    void parameterServer_withOneWorker_isPlainTraining(String optimizer) {
        String options = "split: iid\nseed: 1\nlearningRate: 0.02\noptimizer: " + optimizer + "\n";
        try (TinySetting tiny = TinySetting.read(folder, "nodes: 1\n" + options);
                TinySetting two = TinySetting.read(folder, "nodes: 2\n" + options)) {
            float[] plain = plainRounds(tiny.setting());
            assertThat(distance(afterUpdates(new ParameterServer(tiny.setting()), UPDATES).parameters(), plain))
                    .isLessThan(1e-6);
            assertThat(distance(afterUpdates(new FederatedAveraging(tiny.setting()), UPDATES).parameters(), plain))
                    .isZero();
            assertThat(distance(afterUpdates(new ParameterServer(two.setting()), UPDATES).parameters(), plain))
                    .as("two workers are not one").isGreaterThan(APART);
        }
    }

    @Test
    void staleChange_countsLess() {
        try (TinySetting tiny = TinySetting.read(folder, """
                nodes: 3
                split: iid
                localSteps: 3
                network: {latency: 10ms, bandwidth: 1KB/s}
                devices: {gflops: 0.0001}
                """)) {
            BaselineSetting setting = tiny.setting();
            float[] start = setting.initialParameters();
            float[] expected = start.clone();
            float[] undamped = start.clone();
            // All fetch the same model; the first change is fresh, then one comes after one other and one after two.
            for (int worker = 0; worker < 3; worker++) {
                float[] trained = setting.setup()
                        .trainer(setting.parts().get(worker), start.length)
                        .train(setting.setup().network(), 0, start, 3,
                                setting.nodeRandom(worker).fork("round", 0).seed())
                        .parameters();
                for (int i = 0; i < start.length; i++) {
                    expected[i] += (trained[i] - start[i]) / (1 + worker);
                    undamped[i] += trained[i] - start[i];
                }
            }
            float[] served = afterUpdates(new ParameterServer(setting), 3).parameters();
            assertThat(distance(served, expected)).isLessThan(1e-6);
            assertThat(distance(served, undamped)).as("as if none were late").isGreaterThan(APART);
        }
    }

    private static float[] plainRounds(BaselineSetting setting) {
        float[] parameters = setting.initialParameters();
        LocalTrainer trainer = setting.setup().trainer(setting.parts().getFirst(), parameters.length);
        for (int round = 0; round < UPDATES; round++) {
            parameters = trainer.train(setting.setup().network(), round, parameters, 4,
                    setting.nodeRandom(0).fork("round", trainer.stepsDone()).seed()).parameters().clone();
        }
        return parameters;
    }

    @Test
    void ringOfOne_isPlainTrainingBitForBit() {
        try (TinySetting tiny = TinySetting.read(folder, "nodes: 1\nsplit: iid\nlocalSteps: 1\n")) {
            float[] reduced = afterUpdates(new RingAllReduce(tiny.setting()), UPDATES).parameters();
            float[] served = afterUpdates(new FederatedAveraging(tiny.setting()), UPDATES).parameters();
            assertThat(reduced).containsExactly(served);
        }
    }

    @Test
    void automaticSteps_areAnEpoch() {
        try (TinySetting tiny = TinySetting.read(folder, UNEVEN + "localSteps: auto\n")) {
            Workers workers = new Workers(tiny.setting());
            for (int worker = 0; worker < workers.count(); worker++) {
                assertThat(workers.steps(worker))
                        .isEqualTo(Math.ceilDiv(tiny.setting().parts().get(worker).rows(), 8));
            }
        }
    }
}
