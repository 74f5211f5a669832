package dev.grapevine.node.replica.data.rows;

import static dev.grapevine.node.Sentences.assertMistake;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RowBudgetTest {

    @Test
    void rowsBeyondHeapAreMistakeThatSuggestsStreaming() {
        RowBudget budget = new RowBudget("Data 'csv:a.csv'", 10 << 20);
        assertThatCode(() -> {
            for (int i = 0; i < 7; i++) {
                budget.spend((1 << 20) - 64);
            }
        }).doesNotThrowAnyException();
        assertMistake(() -> budget.spend(0), "Data 'csv:a.csv' is too large for memory: 7 rows fill 7 MiB of a heap of "
                + "10 MiB; allowed are more rows with the option 'stream' of csv: or libsvm:, which keeps rows on disk, or "
                + "a larger heap, such as GRAPEVINE_JAVA_OPTIONS=-Xmx8g");
    }
}
