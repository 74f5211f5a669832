package dev.grapevine.consensus.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifferencesTest {

    @Test
    void largestIsOverBothSignsWithinTheLength() {
        assertThat(Differences.largest(new int[]{3, -7, 5, 100}, 3)).isEqualTo(7);
        assertThat(Differences.largest(new int[]{3, -7, 5, 100}, 4)).isEqualTo(100);
        assertThat(Differences.largest(new int[]{3}, 0)).isZero();
    }

    @Test
    void largestOfTheSmallestIntIsTheLargestInt() {
        assertThat(Differences.largest(new int[]{3, Integer.MIN_VALUE}, 2)).isEqualTo(Integer.MAX_VALUE);
    }
}
