package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.words.UserMistakeException;

/** What is measured is what it should be. */
class WorkloadsTest {

    @TempDir
    private Path folder;

    @Test
    void allMultiplyTheSameMatrices() {
        Optional<OpenBlas> blas = OpenBlas.load();
        for (boolean transposed : new boolean[]{false, true}) {
            try (GemmWorkload workload = new GemmWorkload(new GemmShape(17, 35, 9, transposed, "test"))) {
                workload.forget();
                workload.byGrapevine();
                workload.byOjalgo();
                assertThat(workload.ojalgoProduct()).containsExactly(workload.product(), Offset.offset(1e-4f));
                blas.ifPresent(library -> {
                    workload.byOpenBlas(library);
                    assertThat(workload.openBlasProduct()).containsExactly(workload.product(), Offset.offset(1e-4f));
                });
            }
        }
    }

    @Test
    void aWorkloadCountsItsSteps() {
        TrainWorkload workload = TrainWorkload.onRandomImages("softmax", 64);
        workload.warmUp(35, Duration.ofDays(1));
        assertThat(workload.steps()).isEqualTo(40);
        Turn turn = workload.turn(Duration.ZERO);
        assertThat(turn.work()).isEqualTo(1024);
        assertThat(turn.core()).isPositive();
        assertThat(turn.wall()).isPositive();
        assertThat(workload.steps()).isEqualTo(40 + 1024 / 64);
        assertThatThrownBy(() -> TrainWorkload.onRandomImages("oracle", 1)).isInstanceOf(UserMistakeException.class);
    }

    @Test
    void whatIsLearnedForTheCheckIsNoted() {
        TrainWorkload workload = TrainWorkload.onRandomImages("softmax", 8);
        float[] initial = workload.parameters();
        TrainWorkload.Checked checked = workload.check(10);
        assertThat(checked.rows()).hasSize(80).doesNotHaveDuplicates();
        assertThat(checked.loss()).isPositive();
        assertThat(workload.steps()).isEqualTo(10);
        assertThat(workload.parameters()).isNotEqualTo(initial);
        TrainWorkload again = TrainWorkload.onRandomImages("softmax", 8);
        assertThat(again.parameters()).isEqualTo(initial);
        again.train(3);
        assertThat(again.check(7).rows()).isEqualTo(Arrays.copyOfRange(checked.rows(), 24, 80));
    }

    @Test
    void withoutATextThereIsARandomOne() {
        BenchmarkRun run = new BenchmarkRun(Optional.empty(), false, false, Optional.empty(),
                ResultFile.open(folder.resolve("train.json")), sentence -> {}, Optional.empty());
        TrainingData text = TrainingData.text(run);
        assertThat(text.path()).hasSize(100_000);
        assertThat(text.classes()).isEqualTo(65);
        assertThat(text.rows().positions()).isEqualTo(64);
        TrainWorkload.Kind recurrent = TrainWorkload.Kind.ALL.getLast();
        TrainWorkload.Checked checked = new TrainWorkload(recurrent, text).check(2);
        assertThat(checked.rows()).hasSize(2 * recurrent.batch());
        assertThat(checked.loss()).isBetween(3.5, 5.0);
        TrainingData images = TrainingData.images(run);
        assertThat(images.path()).hasSize(8192L * 784 * 4);
    }

    @Test
    void waysAreMeasuredInTurn() {
        List<String> calls = new ArrayList<>();
        List<List<Turn>> turns = Rates.turns(List.of(() -> called("a", calls), () -> called("b", calls)), 1, 3,
                Duration.ZERO);
        assertThat(calls).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
        assertThat(turns).hasSize(2).allMatch(way -> way.size() == 3);
        assertThat(Rates.median(new double[]{5, 1, 3})).isEqualTo(3);
    }

    /** Notes a change of turns; in the first, which warms up, a way is called many times. */
    private static void called(String way, List<String> calls) {
        if (calls.isEmpty() || !calls.getLast().equals(way)) {
            calls.add(way);
        }
    }
}
