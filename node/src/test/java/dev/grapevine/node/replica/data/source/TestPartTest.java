package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class TestPartTest {

    @Test
    void testRowsNeverChange() {
        assertThat(LongStream.range(0, 60).filter(TestPart.DEFAULT::contains)).containsExactly(0L, 3L, 8L, 16L, 18L,
                21L,
                28L, 36L, 43L, 49L, 50L, 55L, 57L, 59L);
    }

    @Test
    void testPartHasItsFractionOfManyRows() {
        for (double fraction : new double[]{0.05, 0.2, 0.5, 0.9}) {
            long rows = LongStream.range(0, 100_000).filter(TestPart.fraction(fraction)::contains).count();
            assertThat(rows / 100_000.0).isBetween(fraction - 0.005, fraction + 0.005);
        }
    }

    @Test
    void largerTestPartContainsSmallerOne() {
        assertThat(LongStream.range(0, 1000).filter(TestPart.fraction(0.1)::contains))
                .allMatch(TestPart.fraction(0.3)::contains);
    }

    @Test
    void testFileLeavesAllOtherRowsForTraining() {
        TestPart part = TestPart.file(DataFile.of("t.csv"));
        assertThat(LongStream.range(0, 1000).filter(part::contains)).isEmpty();
    }
}
