package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.compress.Compressors;

/** What {@code bench codec} says is so, but for speed. */
class CodecBenchmarkTest {

    @TempDir
    private Path folder;

    @Test
    void modularCodecsAgreeInFewBytesAndTheMeanStays() {
        List<Measurement> measurements = run("exchange/modular:3");
        assertThat(value(measurements, "to 1.0E-8", "rounds")).isBetween(20.0, 200.0);
        assertThat(value(measurements, "to 1.0E-8", "bytes a node"))
                .isLessThan(value(run("exchange/float32"), "to 1.0E-8", "bytes a node"));
        assertThat(value(measurements, "drift of the mean", "of the disagreement")).isZero();
    }

    @Test
    void naiveFourBitsDriftAndErrorFeedbackWithoutMemoryOfLinksFails() {
        List<Measurement> naive = run("rounded-values");
        assertThat(value(naive, "drift of the mean", "of the disagreement")).isGreaterThan(0.01);
        assertThat(naive.getFirst().value()).as("never agrees").isEmpty();
        List<Measurement> feedback = run("feedback/topk:0.1");
        assertThat(value(feedback, "left of the disagreement", "fraction")).isGreaterThan(0.1);
        assertThat(feedback.getFirst().value()).as("never agrees").isEmpty();
    }

    @Test
    void speedIsMeasuredWithItsYardsticks() {
        // On a machine that others use as well, a row may be void.
        assertThat(run("vector/topk:0.01"))
                .allMatch(measurement -> measurement.value().isPresent() != measurement.reason().isPresent())
                .anyMatch(measurement -> measurement.program().isPresent());
    }

    static Stream<String> codecs() {
        return Stream.concat(DeltaCodecs.names().stream(), DeltaCodecs.baselines().stream());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyCodecReadsWhatItHasWritten(String codec) {
        for (boolean scalar : new boolean[]{false, true}) {
            for (CodecWorkload.Leg leg : new CodecWorkload().exchange(codec, scalar)) {
                assertThatCode(leg.decode()::run).doesNotThrowAnyException();
                assertThat(leg.bytes()).isPositive();
            }
        }
    }

    @Test
    void errorsAreAsTheyShouldBe() {
        CodecWorkload workload = new CodecWorkload();
        assertThat(workload.relativeError(Compressors.byName("float32"))).isZero();
        assertThat(workload.relativeError(Compressors.byName("randomk:0.1"))).isBetween(0.94, 0.96);
        assertThat(workload.relativeError(DeltaCodecs.byName("float32"))).isLessThan(1e-4);
        assertThat(workload.relativeError(DeltaCodecs.byName("int4"))).isGreaterThan(1);
    }

    private List<Measurement> run(String row) {
        return new CodecBenchmark().run(new BenchmarkRun(Optional.of(row), false, false, Optional.empty(),
                ResultFile.open(folder.resolve("results.json")), sentence -> {}, Optional.empty()));
    }

    private static double value(List<Measurement> measurements, String measure, String unit) {
        return measurements.stream().filter(measurement -> measurement.parameters().get("measure").equals(measure)
                && measurement.unit().equals(unit)).findFirst().orElseThrow().value().orElseThrow();
    }
}
