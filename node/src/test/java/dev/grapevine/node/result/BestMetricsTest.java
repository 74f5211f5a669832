package dev.grapevine.node.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.training.Evaluator.Metrics;

/** Distinguishes falls in quality from ups and downs. */
class BestMetricsTest {

    private static final int ROWS = 1000;

    private static BestMetrics after(int rows, int outputs, double... accuracies) {
        BestMetrics best = new BestMetrics(rows, outputs);
        for (int i = 0; i < accuracies.length; i++) {
            best.add(i + 1, new Metrics(accuracies[i], 1));
        }
        return best;
    }

    @Test
    void losingEverythingLearnedIsFall() {
        assertThat(after(ROWS, 10, 0.1, 0.97, 0.96, 0.1043).fall())
                .contains(new Fall("accuracy", 0.97, 2.0, 0.1043, 4));
        assertThat(after(ROWS, 10, 0.97, 0.1).fall()).isPresent();
        assertThat(after(ROWS, 2, 0.6, 0.99, 0.5).fall()).isPresent();
        assertThat(after(ROWS, 10, 0.97, 0.1, 0.96).fall()).isEmpty();
        assertThat(after(ROWS, 10, 0.1, 0.5, 0.97).fall()).isEmpty();
        assertThat(after(ROWS, 10, 0.97).fall()).isEmpty();
        assertThat(after(ROWS, 10).fall()).isEmpty();
    }

    @Test
    void fallNeedsThirdOfLearnedAccuracy() {
        assertThat(after(ROWS, 10, 0.1, 0.97, 0.69).fall()).isEmpty();
        assertThat(after(ROWS, 10, 0.1, 0.97, 0.67).fall()).isPresent();
        // Much was learned before the first evaluation: ups and downs on skewed data are not a fall.
        assertThat(after(ROWS, 10, 0.93, 0.97, 0.8).fall()).isEmpty();
        // Little was learned, and a tenth of all rows is lost.
        assertThat(after(ROWS, 2, 0.5, 0.55, 0.46).fall()).isEmpty();
        assertThat(after(ROWS, 2, 0.5, 0.55, 0.44).fall()).isPresent();
    }

    /** Regression errors are unbounded, and predicting the mean has an error of 1. */
    @Test
    void regressionFallIsMeasuredByErrors() {
        assertThat(after(ROWS, 1, -900, 0.9, 0.7).fall()).isEmpty();
        assertThat(after(ROWS, 1, -900, 0.9, 0.5).fall()).contains(new Fall("R²", 0.9, 2.0, 0.5, 3));
        assertThat(after(ROWS, 1, -0.5, 0.02, -1e6).fall()).isPresent();
        assertThat(after(ROWS, 1, -900, -950).fall()).isEmpty();
        assertThat(after(ROWS, 1, -900, -9000).fall()).isPresent();
        // One row has no variance.
        assertThat(after(ROWS, 1, Double.NEGATIVE_INFINITY, Double.NaN).fall()).isEmpty();
    }

    @Test
    void lossThatIsNotNumberIsWorst() {
        BestMetrics best = after(3, 10, 0.1, 0.97);
        best.add(9, new Metrics(0.97, Double.NaN));
        assertThat(best.fall()).contains(new Fall("accuracy", 0.97, 2.0, null, 9));
        BestMetrics never = new BestMetrics(ROWS, 10);
        assertThat(never.add(1, new Metrics(0.1, Double.POSITIVE_INFINITY))).isFalse();
        assertThat(never.fall()).contains(new Fall("accuracy", null, null, null, 1));
        BestMetrics nothingToJudge = new BestMetrics(0, 10);
        nothingToJudge.add(1, new Metrics(Double.NaN, Double.NaN));
        assertThat(nothingToJudge.fall()).isEmpty();
    }

    @Test
    void lowerLossBreaksTiesOfAccuracy() {
        BestMetrics best = new BestMetrics(ROWS, 10);
        assertThat(best.add(1, new Metrics(0.9, 0.5))).isTrue();
        assertThat(best.add(2, new Metrics(0.9, 0.5))).isFalse();
        assertThat(best.add(3, new Metrics(0.9, 0.4))).isTrue();
        assertThat(best.add(4, new Metrics(0.8, 0.1))).isFalse();
    }

    /** A late node has not learned yet; a node that is gone at the end is not evaluated. */
    @Test
    void onlyNodesEvaluatedBothTimesCount() {
        Metrics good = new Metrics(0.97, 0.1);
        Metrics bad = new Metrics(0.1, 2);
        BestMetrics late = new BestMetrics(ROWS, 10);
        late.add(1, Map.of(0, good));
        late.add(2, Map.of(0, good, 1, bad, 2, bad));
        assertThat(late.fall()).isEmpty();
        late.add(3, Map.of());
        late.add(4, Map.of(1, bad));
        assertThat(late.fall()).isEmpty();
        late.add(5, Map.of(0, bad, 1, good));
        assertThat(late.fall()).contains(new Fall("accuracy", 0.97, 1.0, 0.1, 5));
    }

    /** The same model, evaluated on different rows each time, is not a fall, however few rows there are. */
    @Property(tries = 300)
    void chanceIsNotFall(@ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int rows,
            @ForAll @DoubleRange(min = 0.2, max = 0.99) double truth) {
        RandomStream random = new RandomStream(seed);
        double[] accuracies = new double[20];
        for (int i = 0; i < accuracies.length; i++) {
            for (int row = 0; row < rows; row++) {
                accuracies[i] += random.nextBoolean(truth) ? 1.0 / rows : 0;
            }
        }
        assertThat(after(rows, 10, accuracies).fall()).isEmpty();
    }

    @Test
    void fallMessageNamesMetricsAndModels() {
        assertThat(new Fall("accuracy", 0.97, 60.0, 0.1043, 80).sentence(Path.of("a/m.safetensors"),
                RunFolder.lastBeside(Path.of("a/m.safetensors"))))
                .isEqualTo("The run ended with accuracy 0.1043 after 80.0 s, and had accuracy 0.9700 after 60.0 s: "
                        + "the best model is in a/m.safetensors, the last one in a/m-last.safetensors; "
                        + "use the best one, or continue training from it: a smaller learningRate may help");
        assertThat(new Fall("R²", 0.5, 1.0, null, 2).diagnosis())
                .isEqualTo("The loss is not a number at the end, after 2.0 s, and had R² 0.5000 after 1.0 s");
        assertThat(new Fall("R²", null, null, null, 2).diagnosis())
                .isEqualTo("The loss is not a number at the end, after 2.0 s, and never was one");
        assertThat(RunFolder.lastBeside(Path.of("model"))).isEqualTo(Path.of("model-last"));
    }
}
