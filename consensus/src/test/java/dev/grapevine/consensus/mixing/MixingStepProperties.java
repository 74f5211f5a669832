package dev.grapevine.consensus.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Steps that both ends of an exchange take. */
class MixingStepProperties {

    @Property
    void stepOfOpenExchangesIsOneOverTheirNumberAndOne(@ForAll @IntRange(min = -3, max = 1000) int openExchanges) {
        assertThat(MixingStep.among(openExchanges).divisor()).isEqualTo(Math.max(1, openExchanges) + 1);
    }

    @Property
    void dampedAndStaleStepsStayWithinTheRange(@ForAll @IntRange(min = 0) int openExchanges,
            @ForAll @IntRange(min = 0, max = 3) int doublings, @ForAll @IntRange(min = 0, max = 2) int damping) {
        MixingStep step = MixingStep.among(openExchanges);
        MixingStep smaller = step.damped(damping).staleBy(doublings);
        assertThat(smaller.divisor()).isBetween(step.divisor(), MixingStep.DIVISOR_MAX);
        assertThat(step.or(smaller)).isEqualTo(smaller).isEqualTo(smaller.or(step));
    }

    @Example
    void noStepIsLargerThanAHalf() {
        assertThatThrownBy(() -> new MixingStep(1)).hasMessageContaining("allowed are 1/2 to");
        assertThat(MixingStep.HALF).hasToString("1/2");
    }
}
