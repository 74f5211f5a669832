package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of real nodes; how fast they are is not asked here. */
class NodeBenchmarkTest {

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private List<Measurement> run(String only) {
        return new NodeBenchmark().run(new BenchmarkRun(Optional.of(only), true, false, Optional.empty(),
                ResultFile.open(folder.resolve("results.json")), said::add, Optional.empty()));
    }

    @Test
    void rowsAreKnownByTheirNames() {
        assertThat(new NodeBenchmark().rows()).contains("start/status", "start/exchange", "memory/digits",
                "memory/mnist-mlp128", "idle/10", "detection", "transport/plain", "transport/tls",
                "transport/socket", "exchanges/plain", "exchanges/tls",
                "flood/connections", "flood/loris", "flood/certificates");
    }

    @Test
    void rowWithoutItsDataSaysWhy() {
        List<Measurement> measurements = run("memory/mnist-mlp128");
        assertThat(measurements).hasSize(1);
        assertThat(measurements.getFirst().value()).isEmpty();
        assertThat(measurements.getFirst().reason()).contains("there is no folder mnist in GRAPEVINE_DATA");
        assertThat(measurements.getFirst().parameters()).containsEntry("row", "memory/mnist-mlp128");
    }

    /** One real row, with real sockets and certificates. */
    @Test
    void framesGoByTlsAndAreComparedWithSockets() {
        List<Measurement> measurements = run("transport/tls");
        assertThat(measurements).hasSize(2).allSatisfy(measurement -> {
            assertThat(measurement.reason()).isEmpty();
            assertThat(measurement.value().getAsDouble()).isPositive();
            assertThat(measurement.ratio()).isPresent();
            assertThat(measurement.columns()).containsKeys("MB/s", "of", "of plain frames");
        });
    }

    @Test
    void anAnswerHasABodyIfItIsGood() {
        assertThat(NodeCall.bodyOf("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"c\":1}\r\n\r\n")).contains("{\"c\":1}\r\n\r\n");
        assertThat(NodeCall.bodyOf("HTTP/1.1 202 Accepted\r\n\r\n")).contains("");
        for (String other : List.of("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 401 Unauthorized\r\n\r\nno", "HTTP/1.1 20",
                "Hello\r\n\r\nHTTP/1.1 200 OK")) {
            assertThat(NodeCall.bodyOf(other)).as(other).isEmpty();
        }
    }

    @Test
    void framesAreCountedInWholeBatches() {
        try (FramePipe pipe = new FramePipe(1 << 20) {
            @Override
            void sendBatch() {
                Thread.ofVirtual().start(this::arrived);
            }

            @Override
            public void close() {}
        }) {
            assertThat(pipe.batch()).isEqualTo(1);
            assertThat(pipe.pump(Duration.ofMillis(20))).isPositive();
            assertThat(pipe.pump(Duration.ofMillis(20))).as("again").isPositive();
        }
    }

    @Test
    void rowThatFailsSaysWhy() {
        try (NodeLab lab = new NodeLab(new BenchmarkRun(Optional.empty(), true, false, Optional.empty(),
                ResultFile.open(folder.resolve("results.json")), said::add, Optional.empty()))) {
            NodeLab.Guest wrong = lab.start("wrong", List.of(), List.of(), List.of("--listen", "nowhere"));
            assertThatThrownBy(() -> lab.untilExchanges(wrong, 1)).isInstanceOf(NotMeasuredException.class)
                    .hasMessageStartingWith("the node wrong ended: listen is 'nowhere'");
        }
    }
}
