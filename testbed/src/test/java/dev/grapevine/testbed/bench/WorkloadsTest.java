package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import dev.grapevine.node.words.UserMistakeException;

/** What is measured is what it should be. */
class WorkloadsTest {

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
        TrainWorkload workload = new TrainWorkload(new TrainWorkload.Kind("softmax", 64), new RandomImages());
        workload.warmUp(35, Duration.ofDays(1));
        assertThat(workload.steps()).isEqualTo(40);
        assertThat(workload.rowsPerSecond(Duration.ZERO)).isPositive();
        assertThat(workload.steps()).isEqualTo(40 + 1024 / 64);
        assertThatThrownBy(() -> new TrainWorkload(new TrainWorkload.Kind("oracle", 1), new RandomImages()))
                .isInstanceOf(UserMistakeException.class);
    }

    @Test
    void waysAreMeasuredInTurn() {
        List<String> calls = new ArrayList<>();
        double[] rates = Rates.medians(List.of(() -> called("a", calls), () -> called("b", calls)), 1, 3,
                Duration.ZERO);
        assertThat(calls).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
        assertThat(rates).hasSize(2);
        assertThat(Rates.median(new double[]{5, 1, 3})).isEqualTo(3);
    }

    /** Notes a change of turns; in the first, which warms up, a way is called many times. */
    private static void called(String way, List<String> calls) {
        if (calls.isEmpty() || !calls.getLast().equals(way)) {
            calls.add(way);
        }
    }
}
