package dev.grapevine.consensus.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.consensus.judgement.RoundJudge.Verdict;
import dev.grapevine.consensus.state.RecordedState;

class RoundJudgeProperties {

    private static final RoundLosses LEARNS = new RoundLosses(1, 1, 0.5);
    private static final RoundLosses UNLEARNS_A_LITTLE = new RoundLosses(1, 1, 1.6);

    private final RoundJudge judge = new RoundJudge();

    private Verdict judge(RoundLosses losses, double norm) {
        return judge.judge(losses, new RoundChange(norm, false));
    }

    @Property
    void roundThatLowersTheLossIsPublishedAtAnyDistance(
            @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1e6) Double> starts,
            @ForAll @Size(30) List<@DoubleRange(min = 0, max = 1e6) Double> norms) {
        for (int i = 0; i < starts.size(); i++) {
            double start = starts.get(i);
            assertThat(judge(new RoundLosses(start, start, 0.9 * start), norms.get(i))).isEqualTo(Verdict.SOUND);
        }
        assertThat(judge.isAlarmed()).isFalse();
    }

    @Property
    void noiseOfSmallLossesChangesNothing(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1) Double> losses) {
        double before = losses.getLast();
        for (double loss : losses) {
            assertThat(judge(new RoundLosses(before, loss, loss), 1)).isEqualTo(Verdict.SOUND);
            before = loss;
        }
    }

    @Property
    void roundThatUnlearnsIsAlwaysDropped(@ForAll @IntRange(max = 30) int roundsBefore,
            @ForAll @DoubleRange(min = 2.6, max = 1e30) double end) {
        for (int i = 0; i < roundsBefore; i++) {
            judge(LEARNS, 1);
        }
        assertThat(judge(new RoundLosses(1, 1, end), 1)).isEqualTo(Verdict.HARMFUL);
    }

    @Example
    void blowUpOfTheFirstStepsIsAcceptedOnlyAfterRecovery() {
        // As seen with a learning rate thirty times too large: what comes back is a model that says nothing.
        assertThat(judge(new RoundLosses(2.5, 20.3, 2.31), 337)).isEqualTo(Verdict.HARMFUL);
        assertThat(judge(new RoundLosses(2.5, 6.5, 1.47), 15)).isEqualTo(Verdict.SOUND);
    }

    @Example
    void easyFirstBatchDropsNoRound() {
        for (int i = 0; i < 9; i++) {
            judge(new RoundLosses(1.2, 1.2, 1.1), 1);
        }
        assertThat(judge(new RoundLosses(0.1, 1.2, 1.1), 1)).isEqualTo(Verdict.SOUND);
        assertThat(judge(new RoundLosses(0.1, 1.2, 2.9), 1)).isEqualTo(Verdict.HARMFUL);
    }

    @Example
    void nonFiniteOrOutOfRangeRoundsAreDropped() {
        assertThat(judge(LEARNS, Double.NaN)).isEqualTo(Verdict.DIVERGED);
        assertThat(judge(LEARNS, Double.POSITIVE_INFINITY)).isEqualTo(Verdict.DIVERGED);
        assertThat(judge(new RoundLosses(1, 1, Double.NaN), 1)).isEqualTo(Verdict.DIVERGED);
        assertThat(judge(new RoundLosses(1, Double.POSITIVE_INFINITY, 1), 1)).isEqualTo(Verdict.DIVERGED);
        assertThat(judge.judge(LEARNS, new RoundChange(1, true))).isEqualTo(Verdict.OUT_OF_RANGE);
        assertThat(judge.isAlarmed()).isTrue();
        judge.forgetDropped();
        assertThat(judge.isAlarmed()).isFalse();
    }

    @Example
    void excessiveDistanceIsJudgedOnceTheUsualIsKnown() {
        for (int i = 0; i < RoundJudge.USUAL_FROM; i++) {
            assertThat(judge(UNLEARNS_A_LITTLE, i == 0 ? 100 : 1)).isEqualTo(Verdict.SOUND);
        }
        assertThat(judge(UNLEARNS_A_LITTLE, 7.9)).isEqualTo(Verdict.SOUND);
        assertThat(judge(UNLEARNS_A_LITTLE, 50)).isEqualTo(Verdict.TOO_FAR);
        assertThat(judge.usualPart(new RoundChange(50, false))).isEqualTo(1.0 / 50);
        assertThat(judge(LEARNS, 50)).isEqualTo(Verdict.SOUND);
        assertThat(judge(new RoundLosses(1, 1, 1.4), 50)).isEqualTo(Verdict.SOUND);
        assertThat(judge.isAlarmed()).isFalse();
    }

    @Example
    void longDistanceBecomesUsual() {
        for (int i = 0; i < 5; i++) {
            judge(UNLEARNS_A_LITTLE, 1);
        }
        for (int i = 0; i < 12; i++) {
            judge(UNLEARNS_A_LITTLE, 50);
        }
        assertThat(judge(UNLEARNS_A_LITTLE, 50)).isEqualTo(Verdict.SOUND);
    }

    @Example
    void droppedRoundsAreForgottenAfterTen() {
        for (int i = 0; i < RoundJudge.DROPPED_MAX; i++) {
            assertThat(judge.isAlarmed()).isFalse();
            judge(new RoundLosses(1, 1, 9), 1);
        }
        for (int i = 0; i <= RoundJudge.REMEMBERED - RoundJudge.DROPPED_MAX; i++) {
            assertThat(judge.isAlarmed()).isTrue();
            judge(LEARNS, 1);
        }
        assertThat(judge.isAlarmed()).isFalse();
    }

    @Property
    void streamContinuesWhereItWasSaved(@ForAll @Size(max = 30) List<@DoubleRange(min = 0.1, max = 9) Double> before,
            @ForAll @Size(max = 20) List<@DoubleRange(min = 0.1, max = 9) Double> after) {
        before.forEach(number -> judge(new RoundLosses(1, 1, number), number * number * number));
        RecordedState state = new RecordedState();
        judge.save(state);
        RoundJudge restored = new RoundJudge();
        restored.restore(state);
        assertThat(state.isEmpty()).isTrue();
        for (double number : after) {
            RoundLosses losses = new RoundLosses(1, 1, number);
            RoundChange change = new RoundChange(number * number * number, false);
            assertThat(restored.judge(losses, change)).isEqualTo(judge.judge(losses, change));
            assertThat(restored.isAlarmed()).isEqualTo(judge.isAlarmed());
        }
    }
}
