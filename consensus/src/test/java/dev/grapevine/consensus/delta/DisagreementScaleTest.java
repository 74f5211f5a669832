package dev.grapevine.consensus.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.state.RecordedState;

class DisagreementScaleTest {

    private final DisagreementScale scale = new DisagreementScale(2);

    @Test
    void knowsNothingAtFirst() {
        assertThat(scale.expected(0)).isZero();
        assertThat(scale.expected(1)).isZero();
    }

    @Test
    void goesUpAtOnceAndDownByATenth() {
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
    void goesDownToNothingWhereAllAgree() {
        scale.observed(0, Integer.MAX_VALUE);
        for (int i = 0; i < 300; i++) {
            scale.observed(0, 0);
        }
        assertThat(scale.expected(0)).isZero();
    }

    @Test
    void guessesFromTrainingOnlyWhereNothingIsKnown() {
        scale.observed(0, 3);
        scale.trained(new int[]{100, 200});
        assertThat(scale.expected(0)).isEqualTo(3);
        assertThat(scale.expected(1)).isEqualTo(400);
        scale.trained(new int[]{100, 900});
        assertThat(scale.expected(1)).isEqualTo(400);
    }

    @Test
    void aGuessStaysInRange() {
        scale.trained(new int[]{Integer.MAX_VALUE, 1 << 29});
        assertThat(scale.expected(0)).isEqualTo(1 << 30);
        assertThat(scale.expected(1)).isEqualTo(1 << 30);
    }

    @Test
    void takesAtAPeersWordWhatIsNotMuchMoreThanExpected() {
        assertThat(scale.cap(0)).as("nothing is known").isEqualTo(Integer.MAX_VALUE);
        scale.observed(0, 1 << 20);
        assertThat(scale.cap(0)).isEqualTo(1 << 24);
        scale.observed(1, 3);
        assertThat(scale.cap(1)).as("training goes on where all agree").isEqualTo(1 << 18);
        scale.observed(0, Integer.MAX_VALUE);
        assertThat(scale.cap(0)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void isSavedAndRestored() {
        scale.observed(0, 7);
        scale.observed(1, 8);
        RecordedState saved = new RecordedState();
        scale.save(saved);
        scale.observed(0, 100);
        DisagreementScale restored = new DisagreementScale(2);
        restored.restore(saved);
        assertThat(restored.expected(0)).isEqualTo(7);
        assertThat(restored.expected(1)).isEqualTo(8);
        scale.save(saved);
        assertThatThrownBy(() -> new DisagreementScale(3).restore(saved)).isInstanceOf(IllegalArgumentException.class);
    }
}
