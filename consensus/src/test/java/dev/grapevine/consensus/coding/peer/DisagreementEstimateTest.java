package dev.grapevine.consensus.coding.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.state.RecordedState;

class DisagreementEstimateTest {

    private static final Cap LEAST = new Cap(18);

    private final DisagreementEstimate scale = new DisagreementEstimate(2);

    @Test
    void estimateIsZeroAtFirst() {
        assertThat(scale.expected(0)).isZero();
        assertThat(scale.expected(1)).isZero();
    }

    @Test
    void estimateRisesAtOnceAndFallsByATenth() {
        scale.observed(1, 1000);
        assertThat(scale.expected(1)).isEqualTo(1000);
        scale.observed(1, 5000);
        assertThat(scale.expected(1)).isEqualTo(5000);
        scale.observed(1, 0);
        assertThat(scale.expected(1)).isEqualTo(4500);
        scale.observed(1, 4400);
        assertThat(scale.expected(1)).isEqualTo(4400);
        assertThat(scale.expected(0)).isZero();
    }

    @Test
    void estimateFallsToZeroWhereAllAgree() {
        scale.observed(0, Integer.MAX_VALUE);
        for (int i = 0; i < 300; i++) {
            scale.observed(0, 0);
        }
        assertThat(scale.expected(0)).isZero();
    }

    @Test
    void trainingSetsTheEstimateOnlyWhereNothingIsKnown() {
        scale.observed(0, 3);
        scale.trained(new int[]{100, 200});
        assertThat(scale.expected(0)).isEqualTo(3);
        assertThat(scale.expected(1)).isEqualTo(400);
        scale.trained(new int[]{100, 900});
        assertThat(scale.expected(1)).isEqualTo(400);
    }

    @Test
    void firstEstimateStaysInRange() {
        scale.trained(new int[]{Integer.MAX_VALUE, 1 << 29});
        assertThat(scale.expected(0)).isEqualTo(1 << 30);
        assertThat(scale.expected(1)).isEqualTo(1 << 30);
    }

    @Test
    void capIsTheLeastWhileNothingIsKnownAndWhereAllAgree() {
        assertThat(scale.cap(0)).as("nothing is known").isEqualTo(LEAST);
        scale.observed(0, Integer.MAX_VALUE);
        assertThat(scale.cap(0)).as("the same until the round ends").isEqualTo(LEAST);
        for (int i = 0; i < 300; i++) {
            scale.observed(0, 0);
            scale.observed(1, 0);
        }
        scale.trained(new int[]{0, 3});
        assertThat(scale.cap(0)).as("training rests, all agree").isEqualTo(LEAST);
        assertThat(scale.cap(1)).as("training goes on where all agree").isEqualTo(LEAST);
    }

    @Test
    void ownTrainingRaisesTheCapAtOnce() {
        scale.observed(1, 5);
        scale.trained(new int[]{1 << 20, 1 << 20});
        assertThat(scale.cap(0)).isEqualTo(new Cap(25));
        assertThat(scale.cap(1)).as("whatever was heard before").isEqualTo(new Cap(25));
        scale.trained(new int[]{1 << 28, 0});
        assertThat(scale.cap(0)).as("what is expected is known now").isEqualTo(new Cap(25));
        assertThat(scale.cap(1)).as("down at once").isEqualTo(LEAST);
    }

    @Test
    void capIsAFactorAboveTheEstimate() {
        scale.trained(new int[]{(1 << 19) + 100, 1 << 28});
        assertThat(scale.expected(0)).isEqualTo((1 << 20) + 200);
        assertThat(scale.cap(0)).as("a power of two, at least sixteen times").isEqualTo(new Cap(25));
        assertThat(scale.cap(1)).isEqualTo(new Cap(Cap.EXPONENT_MAX));
    }

    @Test
    void peersRaiseTheCapAtMostTwofoldInARound() {
        scale.trained(new int[]{1 << 15, 0});
        for (int exponent = 20; exponent < Cap.EXPONENT_MAX; exponent++) {
            assertThat(scale.cap(0)).isEqualTo(new Cap(exponent));
            assertThat(scale.cap(1)).as("also where the own training says nothing").isEqualTo(new Cap(exponent - 2));
            for (int i = 0; i < 5; i++) {
                scale.observed(0, Integer.MAX_VALUE);
                scale.observed(1, Integer.MAX_VALUE);
            }
            scale.trained(new int[]{1 << 15, 0});
        }
        scale.trained(new int[]{1 << 15, 0});
        assertThat(scale.cap(0)).isEqualTo(new Cap(Cap.EXPONENT_MAX));
    }

    @Test
    void stateIsSavedAndRestored() {
        scale.trained(new int[]{0, 1 << 20});
        scale.observed(0, 1 << 28);
        scale.trained(new int[]{0, 1 << 20});
        for (int i = 0; i < 300; i++) {
            scale.observed(0, 0);
            scale.observed(1, 0);
        }
        scale.observed(0, 7);
        scale.observed(1, 8);
        RecordedState saved = new RecordedState();
        scale.save(saved);
        scale.observed(0, 100);
        DisagreementEstimate restored = new DisagreementEstimate(2);
        restored.restore(saved);
        assertThat(restored.expected(0)).isEqualTo(7);
        assertThat(restored.expected(1)).isEqualTo(8);
        assertThat(restored.cap(0)).isEqualTo(new Cap(19));
        assertThat(restored.cap(1)).isEqualTo(new Cap(25));
        restored.trained(new int[]{1 << 19, 1 << 28});
        assertThat(restored.cap(0)).as("nothing was known").isEqualTo(new Cap(24));
        assertThat(restored.cap(1)).as("was known").isEqualTo(LEAST);
        scale.save(saved);
        assertThatThrownBy(() -> new DisagreementEstimate(3).restore(saved))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
