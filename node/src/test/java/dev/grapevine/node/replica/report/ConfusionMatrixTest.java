package dev.grapevine.node.replica.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.replica.report.ConfusionMatrix.Confusion;

/** Counts of actual and predicted classes. */
class ConfusionMatrixTest {

    private static ConfusionMatrix of(int... pairs) {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        for (int i = 0; i < pairs.length; i += 2) {
            matrix.add(pairs[i], pairs[i + 1]);
        }
        return matrix;
    }

    @Test
    void predictionsAreCountedOnce() {
        ConfusionMatrix matrix = of(0, 0, 0, 1, 0, 0, 2, 1);
        assertThat(matrix.classes()).isEqualTo(3);
        assertThat(matrix.count(0, 0)).isEqualTo(2);
        assertThat(matrix.count(0, 1)).isEqualTo(1);
        assertThat(matrix.count(1, 0)).isZero();
        assertThat(matrix.count(2, 1)).isEqualTo(1);
    }

    @Test
    void recallIsShareOfClassPredictedCorrectly() {
        ConfusionMatrix matrix = of(0, 0, 0, 1, 0, 0, 0, 0, 2, 1);
        assertThat(matrix.recall(0)).isEqualTo(0.75);
        assertThat(matrix.recall(1)).isNaN();
        assertThat(matrix.recall(2)).isZero();
    }

    @Test
    void mostFrequentConfusionsComeFirst() {
        ConfusionMatrix matrix = of(0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 0, 2, 1, 0);
        assertThat(matrix.mostFrequent(9)).containsExactly(new Confusion(2, 1, 2), new Confusion(0, 2, 1),
                new Confusion(1, 0, 1));
        assertThat(matrix.mostFrequent(1)).containsExactly(new Confusion(2, 1, 2));
        assertThat(of(1, 1).mostFrequent(9)).isEmpty();
    }
}
