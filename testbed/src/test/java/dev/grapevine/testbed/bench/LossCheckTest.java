package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only programs that learn the same are compared, and only while both have the machine. */
class LossCheckTest {

    private static final LossCheck SAME = new LossCheck(0.5, 0.5001);
    private static final LossCheck OTHER = new LossCheck(0.5, 0.52);
    private static final YardstickProgram PROGRAM = new YardstickProgram("PyTorch", "2", 1, "OpenBLAS", "eager", "CPU");
    private static final Measurement ROW = Measurement.of("compare-torch", Map.of("model", "softmax"), 30, "samples/s")
            .against(10, PROGRAM).with(SAME.columns("PyTorch"));
    private static final List<Turn> ALONE = List.of(turn(95), turn(97));
    private static final List<Turn> SHARED = List.of(turn(95), turn(59));

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    /** A turn of a tenth of a second on the wall, of which it had so many milliseconds. */
    private static Turn turn(int core) {
        return new Turn(5, Duration.ofMillis(core), Duration.ofMillis(100));
    }

    private Measurement judged(LossCheck check, List<Turn> ours, List<Turn> theirs) {
        BenchmarkRun run = new BenchmarkRun(Optional.empty(), false, false, Optional.empty(),
                ResultFile.open(folder.resolve("results.json")), said::add, Optional.empty());
        return TorchBenchmark.judged(ROW, check, ours, theirs, run);
    }

    @Test
    void lossesMayDifferByTheTolerance() {
        assertThat(SAME.voidReason()).isEmpty();
        assertThat(new LossCheck(1, 1 + LossCheck.TOLERANCE / 2).voidReason()).isEmpty();
        assertThat(new LossCheck(1, 1 - 2 * LossCheck.TOLERANCE).voidReason()).isPresent();
        assertThat(OTHER.voidReason()).hasValue("the programs do not learn the same: after 40 steps the losses 0.5000"
                + " and 0.5200 differ by more than 1.0 %");
        assertThat(new LossCheck(Double.NaN, 1).voidReason()).isPresent();
        assertThat(new LossCheck(1, Double.NaN).voidReason()).isPresent();
        assertThat(new LossCheck(Double.POSITIVE_INFINITY, 1).voidReason()).isPresent();
        assertThat(SAME.columns("PyTorch")).containsExactly(Map.entry("loss", "0.5000"),
                Map.entry("loss of PyTorch", "0.5001"));
    }

    @Test
    void theTimeOfAllTurnsTogetherCounts() {
        assertThat(Turn.stolen(ALONE)).isBetween(0.039, 0.041);
        assertThat(Turn.voidReason("PyTorch", ALONE)).isEmpty();
        assertThat(Turn.voidReason("PyTorch", List.of(turn(91), turn(90), turn(91)))).isEmpty();
        assertThat(Turn.voidReason("PyTorch", List.of(turn(89), turn(90)))).isPresent();
        assertThat(Turn.voidReason("PyTorch", SHARED))
                .hasValue("the machine took 23 % of the time from PyTorch, of which at most 10 % may be taken");
        assertThat(Turn.medianRate(List.of(turn(50), turn(25), turn(100)))).isEqualTo(100);
    }

    @Test
    void aRowIsVoidForEachReasonAlone() {
        assertThat(judged(SAME, ALONE, ALONE)).isEqualTo(ROW);
        assertThat(said).isEmpty();
        assertThat(judged(OTHER, ALONE, ALONE).reason().orElseThrow()).startsWith("the programs do not learn the same");
        assertThat(judged(SAME, SHARED, ALONE).reason().orElseThrow()).contains("from Grapevine");
        Measurement row = judged(SAME, ALONE, SHARED);
        assertThat(row.reason().orElseThrow()).contains("from PyTorch");
        assertThat(row.value()).isEmpty();
        assertThat(row.yardstick()).isEmpty();
        assertThat(row.ratio()).isEmpty();
        assertThat(row.columns()).isEqualTo(ROW.columns());
        assertThat(row.program()).contains(PROGRAM);
        assertThat(said).hasSize(3).allMatch(line -> line.startsWith("Void: ")
                && line.endsWith("; of the time that each had a core, Grapevine 30.0 and PyTorch 10.0 samples/s"));
    }
}
