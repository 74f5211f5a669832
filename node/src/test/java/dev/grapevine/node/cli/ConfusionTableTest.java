package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.replica.report.ConfusionMatrix;

/** Confusion matrices for people. */
class ConfusionTableTest {

    private static void add(ConfusionMatrix matrix, int actual, int predicted, int times) {
        for (int i = 0; i < times; i++) {
            matrix.add(actual, predicted);
        }
    }

    @Test
    void fewClassesArePrintedAsMatrix() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        add(matrix, 0, 0, 1234);
        add(matrix, 0, 2, 6);
        add(matrix, 1, 1, 3);
        add(matrix, 1, 0, 1);
        assertThat(ConfusionTable.of(matrix, List.of("a", "b", "a very long name"))).containsExactly(
                "Confusions (rows: actual class, columns: predicted class):",
                "                   a  b  a very long…    right",
                "             a  1234  ·             6   99.5 %",
                "             b     1  3             ·   75.0 %",
                "  a very long…     ·  ·             ·        –");
    }

    @Test
    void manyClassesShowMostFrequentConfusionsOnly() {
        ConfusionMatrix matrix = new ConfusionMatrix(13);
        List<String> names = IntStream.range(0, 13).mapToObj(i -> i == 4 ? "\n" : i == 5 ? " " : "c" + i).toList();
        add(matrix, 1, 1, 50);
        add(matrix, 4, 5, 7);
        add(matrix, 12, 0, 11);
        assertThat(ConfusionTable.of(matrix, names)).containsExactly("Most frequent confusions:",
                "  11 times c12 taken for c0", "   7 times \\n taken for ' '");
        for (int i = 0; i < 12; i++) {
            add(matrix, i, i + 1, 2);
        }
        assertThat(ConfusionTable.of(matrix, names)).hasSize(11);
        assertThat(ConfusionTable.of(new ConfusionMatrix(13), names)).containsExactly(
                "No class was confused with another");
    }
}
