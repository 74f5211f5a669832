package dev.grapevine.sim.baseline;

import static dev.grapevine.sim.baseline.TinySetting.SECOND;
import static dev.grapevine.sim.baseline.TinySetting.afterUpdates;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes and times are what formulas say. */
class CostsTest {

    private static final String EVEN = """
            nodes: 5
            split: iid
            localSteps: 3
            network: {latency: 20ms, bandwidth: 1KB/s}
            devices: {gflops: 0.00004}
            """;

    @TempDir
    Path folder;

    @Test
    void federatedRound_costsAModelUpAndOneDown() {
        try (TinySetting tiny = TinySetting.read(folder, EVEN)) {
            FederatedAveraging baseline = afterUpdates(new FederatedAveraging(tiny.setting()), 7);
            assertThat(baseline.cost().bytesPerNode()).isEqualTo(7.0 * tiny.modelBytes());
            assertThat(baseline.cost().serverBytes()).isEqualTo(7 * 5 * tiny.modelBytes());
            assertThat(baseline.cost().stepsPerNode()).isEqualTo(7 * 3);
        }
    }

    @Test
    void serverUpdate_costsAModelUp_andAModelForEachWorker() {
        try (TinySetting tiny = TinySetting.read(folder, EVEN)) {
            ParameterServer baseline = afterUpdates(new ParameterServer(tiny.setting()), 23);
            assertThat(baseline.cost().bytesPerNode() * 5)
                    .isEqualTo((double) baseline.cost().updates() * tiny.modelBytes());
            assertThat(baseline.cost().serverBytes()).isEqualTo((baseline.cost().updates() + 5) * tiny.modelBytes());
            assertThat(baseline.cost().stepsPerNode()).isEqualTo(baseline.cost().updates() * 3 / 5.0);
        }
    }

    @Test
    void allReduceStep_costsTwiceTheModelLessOneShare() {
        try (TinySetting tiny = TinySetting.read(folder, EVEN)) {
            RingAllReduce baseline = afterUpdates(new RingAllReduce(tiny.setting()), 11);
            assertThat(baseline.cost().bytesPerNode()).isEqualTo(11 * 2 * 4 / 5.0 * tiny.modelBytes());
            assertThat(baseline.cost().serverBytes()).isZero();
            assertThat(baseline.cost().stepsPerNode()).isEqualTo(11);
        }
    }

    @Test
    void singleDevice_sendsNothing() {
        try (TinySetting tiny = TinySetting.read(folder, EVEN)) {
            Centralised baseline = new Centralised(tiny.setting());
            baseline.advanceTo(10 * SECOND);
            long stepNanos = new ComputeTime(tiny.setting()).nanos(8);
            assertThat(baseline.cost().updates()).isEqualTo(10 * SECOND / stepNanos);
            assertThat(baseline.cost().bytesPerNode()).isZero();
            assertThat(baseline.cost().serverBytes()).isZero();
        }
    }

    @Test
    void serverLink_carriesOneModelAfterTheOther() {
        try (TinySetting tiny = TinySetting.read(folder, EVEN);
                TinySetting fastServer = TinySetting.read(folder, EVEN + "server: {bandwidth: 5KB/s}\n")) {
            long model = tiny.modelBytes() * 1_000_000;
            long latencies = 2 * SECOND / 50;
            long computing = new ComputeTime(tiny.setting()).nanos(0, 3 * 8);
            assertThat(new FederatedAveraging(tiny.setting()).nextUpdate())
                    .as("the last of five models down, then its training, then the way up")
                    .isEqualTo(5 * model + computing + model + latencies);
            assertThat(new FederatedAveraging(fastServer.setting()).nextUpdate())
                    .as("the last of five models is on the server's link after four others, each five times as fast")
                    .isEqualTo(4 * model / 5 + model + computing + model + latencies);
        }
    }

    @Test
    void ring_takesTwoPhasesForEachLink() {
        try (TinySetting tiny = TinySetting.read(folder, EVEN)) {
            long parameters = tiny.modelBytes() / Float.BYTES;
            long longestChunk = Float.BYTES * Math.ceilDiv(parameters, 5) * 1_000_000;
            assertThat(new RingAllReduce(tiny.setting()).nextUpdate())
                    .isEqualTo(new ComputeTime(tiny.setting()).nanos(0, 8) + 8 * (longestChunk + SECOND / 50));
        }
    }
}
