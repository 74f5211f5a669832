package dev.grapevine.consensus.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundChangeTest {

    @Test
    void normIsTheDistanceOfTheRound() {
        assertThat(RoundChange.of(new float[]{1, 2, 3}, new float[]{1, 5, -1})).isEqualTo(new RoundChange(5, false));
    }

    @Test
    void normOfNonFiniteValuesIsNotFinite() {
        assertThat(RoundChange.of(new float[]{1, 2}, new float[]{1, Float.NaN}).norm()).isNaN();
        assertThat(RoundChange.of(new float[]{1, 2}, new float[]{1, Float.POSITIVE_INFINITY}).norm()).isInfinite();
    }

    @Test
    void onlyALargeStepLeavesTheRange() {
        assertThat(RoundChange.of(new float[]{0}, new float[]{64}).leavesRange()).isFalse();
        assertThat(RoundChange.of(new float[]{0}, new float[]{-64.5f}).leavesRange()).isTrue();
        // A peer may have brought the value there.
        assertThat(RoundChange.of(new float[]{64}, new float[]{64.5f}).leavesRange()).isFalse();
        assertThat(RoundChange.of(new float[]{64}, new float[]{66}).leavesRange()).isTrue();
    }

    @Test
    void shortenedRoundEndsProportionallyNearer() {
        assertThat(RoundChange.part(new float[]{1, 2}, new float[]{3, -2}, 0.25)).containsExactly(1.5f, 1);
    }
}
