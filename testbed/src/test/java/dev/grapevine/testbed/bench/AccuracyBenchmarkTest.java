package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.testbed.TestData;

/** Rows are trained once, and what cannot be trained stays blank. */
class AccuracyBenchmarkTest {

    private static final AccuracyRow QUICK = row("quick", "softmax", AccuracyRow.Measure.ACCURACY, 0.9, true);
    private static final AccuracyRow SLOW = row("slow", "mlp:4", AccuracyRow.Measure.LOSS, 0.5, false);
    private static final AccuracyRow UNKNOWN = row("unknown", "oracle", AccuracyRow.Measure.ACCURACY, 1, true);

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private static AccuracyRow row(String name, String model, AccuracyRow.Measure measure, double required,
            boolean isShort) {
        return new AccuracyRow(name, "lines", "csv:@/data.csv", Map.of("model", model, "learningRate", "0.05"),
                AccuracyRow.Length.epochs(5), measure, required, isShort);
    }

    @BeforeEach
    void data() throws IOException {
        TestData.csv(Files.createDirectory(folder.resolve("lines")), "data.csv", 1);
    }

    private List<Measurement> run(Optional<String> only, boolean isShort) {
        said.clear();
        return new AccuracyBenchmark(List.of(QUICK, SLOW, UNKNOWN)).run(new BenchmarkRun(only, isShort, false,
                Optional.of(folder), ResultFile.open(folder.resolve("accuracy.json")), said::add, Optional.empty()));
    }

    @Test
    void eachRowIsTrainedOnce() {
        List<Measurement> first = run(Optional.empty(), false);
        assertThat(first).extracting(Measurement::parameters).extracting(words -> words.get("row"))
                .containsExactly("quick", "slow", "unknown");
        assertThat(first.get(0).value().orElseThrow()).isGreaterThan(0.9);
        assertThat(first.get(1).value().orElseThrow()).isLessThan(0.5);
        assertThat(first.get(2).value()).isEmpty();
        assertThat(said).anyMatch(line -> line.startsWith("quick: 50 steps"))
                .anyMatch(line -> line.startsWith("slow: loss 0.") && line.endsWith("as good as <= 0.5"))
                .anyMatch(line -> line.startsWith("unknown is not measured: model is oracle"));
        assertThat(run(Optional.empty(), false)).isEqualTo(first);
        assertThat(said).noneMatch(line -> line.contains("steps in"));
    }

    @Test
    void rowsThatAreNotWantedStayBlankUntilTheyAre() {
        assertThat(run(Optional.empty(), true).get(1).value()).isEmpty();
        List<Measurement> slow = run(Optional.of("slow"), false);
        assertThat(slow.get(0).value()).isPresent();
        assertThat(slow.get(1).value()).isPresent();
        assertThat(said).noneMatch(line -> line.contains("unknown"));
    }

    @Test
    void dataThatAreNotThereAreTold() throws IOException {
        Files.move(folder.resolve("lines"), folder.resolve("elsewhere"));
        assertThat(run(Optional.empty(), false)).allMatch(measurement -> measurement.value().isEmpty());
        assertThat(said)
                .contains("quick is not measured: there is no folder lines in " + BenchmarkRun.DATA_VARIABLE);
    }

    @Test
    void lossesAreGoodWhenTheyAreSmall() {
        assertThat(QUICK.isReachedBy(0.9)).isTrue();
        assertThat(QUICK.isReachedBy(0.89)).isFalse();
        assertThat(SLOW.isReachedBy(0.5)).isTrue();
        assertThat(SLOW.isReachedBy(0.51)).isFalse();
        assertThat(SLOW.parameters()).containsEntry("required", "<= 0.5").containsEntry("length", "5 epochs");
    }
}
