package dev.grapevine.consensus.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.grapevine.consensus.judgement.Relapse.Advice;
import dev.grapevine.consensus.state.RecordedState;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class RelapseProperties {

    private static final int STEPS = 20;

    private final Relapse relapse = new Relapse();

    private Advice rounds(double start, double end, int steps) {
        Advice advice = Advice.GO_ON;
        for (int i = 0; i < Relapse.ROUNDS; i++) {
            assertThat(advice).isEqualTo(Advice.GO_ON);
            advice = relapse.finished(new RoundLosses(start, start, end), steps, false);
        }
        return advice;
    }

    @Example
    void bestReplicaIsKeptAndADeadOneReturnsToIt() {
        assertThat(rounds(2.3, 1, STEPS)).isEqualTo(Advice.KEEP);
        assertThat(rounds(0.5, 0.3, STEPS)).isEqualTo(Advice.KEEP);
        assertThat(rounds(0.5, 0.4, STEPS)).isEqualTo(Advice.GO_ON);
        assertThat(rounds(2.3, 2.3, STEPS)).isEqualTo(Advice.GO_BACK);
        assertThat(rounds(0.5, 0.2, STEPS)).isEqualTo(Advice.KEEP);
    }

    @Example
    void modelWorseThanUntrainedReturnsEvenIfItLearns() {
        rounds(2.3, 1, 1);
        assertThat(rounds(9, 2.2, 1)).isEqualTo(Advice.GO_ON);
        assertThat(rounds(9, 2.4, 1)).isEqualTo(Advice.GO_BACK);
    }

    @Property
    void trainingThatLowersTheLossContinues(
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0, max = 1.1) Double> starts) {
        for (double start : starts) {
            assertThat(rounds(start, 0.9 * start, STEPS)).isNotEqualTo(Advice.GO_BACK);
        }
    }

    @Property
    void lossNearTheBestContinues(
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0, max = 0.34) Double> losses) {
        for (double loss : losses) {
            assertThat(rounds(loss, loss, STEPS)).isNotEqualTo(Advice.GO_BACK);
        }
    }

    @Example
    void shortRoundsDoNotDecideWhetherTrainingLowersTheLoss() {
        rounds(2.3, 0.1, Relapse.STEPS_MIN);
        assertThat(rounds(2, 2, Relapse.STEPS_MIN - 1)).isEqualTo(Advice.GO_ON);
        assertThat(rounds(2, 2, Relapse.STEPS_MIN)).isEqualTo(Advice.GO_BACK);
    }

    @Example
    void returnForAnotherReasonPausesAsWell() {
        rounds(1, 0.1, STEPS);
        relapse.finished(new RoundLosses(9, 9, 9), STEPS, true);
        assertThat(relapse.keepsAway()).isFalse();
        assertThat(relapse.goBack()).isEqualTo(Advice.GO_BACK);
        assertThat(relapse.keepsAway()).isTrue();
        assertThat(rounds(1, 0.2, STEPS)).as("the bad round is not counted any more").isEqualTo(Advice.GO_ON);
        assertThat(relapse.keepsAway()).isFalse();
    }

    @Example
    void returnsWithoutPeersDoNotLengthenThePause() {
        rounds(1, 0.1, STEPS);
        for (int i = 0; i < 5; i++) {
            relapse.goBack();
        }
        rounds(1, 0.2, STEPS);
        assertThat(relapse.keepsAway()).isFalse();
    }

    @Example
    void repeatedReturnsHaveDoublingPauses() {
        rounds(1, 0.1, STEPS);
        int looks = 0;
        int wentBack = 0;
        for (int i = 0; i < 40; i++) {
            looks++;
            wentBack += rounds(2, 2, STEPS) == Advice.GO_BACK ? 1 : 0;
        }
        // After 1, 2, 4, 8 and 16 that are not looked at.
        assertThat(wentBack).isEqualTo(6);
        assertThat(looks).isEqualTo(40);
    }

    @Example
    void droppedRoundsDoNotLowerTheLoss() {
        rounds(1, 0.1, STEPS);
        Advice advice = Advice.GO_ON;
        for (int i = 0; i < Relapse.ROUNDS; i++) {
            advice = relapse.finished(new RoundLosses(9, 9, Double.NaN), STEPS, true);
        }
        assertThat(advice).isEqualTo(Advice.GO_BACK);
    }

    @Property
    void streamContinuesWhereItWasSaved(@ForAll @Size(max = 40) List<@DoubleRange(min = 0.01, max = 9) Double> before,
            @ForAll @Size(max = 40) List<@DoubleRange(min = 0.01, max = 9) Double> after) {
        before.forEach(loss -> relapse.finished(new RoundLosses(loss, loss, loss), STEPS, false));
        RecordedState state = new RecordedState();
        relapse.save(state);
        Relapse restored = new Relapse();
        restored.restore(state);
        assertThat(state.isEmpty()).isTrue();
        for (double loss : after) {
            RoundLosses losses = new RoundLosses(loss, loss, loss);
            assertThat(restored.finished(losses, STEPS, loss > 8))
                    .isEqualTo(relapse.finished(losses, STEPS, loss > 8));
        }
    }
}
