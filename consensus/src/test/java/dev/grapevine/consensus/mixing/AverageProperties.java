package dev.grapevine.consensus.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AverageProperties {

    private static final MixingRule AVERAGE = new Average();

    @Property
    void mirroredDifferenceGivesTheExactNegative(
            @ForAll @Size(max = 50) List<@IntRange(min = -Integer.MAX_VALUE) Integer> difference,
            @ForAll @IntRange(min = 1, max = 100) int openExchanges) {
        int[] differences = difference.stream().mapToInt(Integer::intValue).toArray();
        assertThat(isAntisymmetric(AVERAGE, differences, openExchanges)).isTrue();
    }

    @Example
    void roundingDownIsNoticed() {
        MixingRule roundingDown = new MixingRule() {
            @Override
            public String name() {
                return "rounding down";
            }

            @Override
            public void toIncrements(int[] difference, int length, MixingStep step) {
                for (int i = 0; i < length; i++) {
                    difference[i] = Math.floorDiv(difference[i], step.divisor());
                }
            }
        };
        assertThat(isAntisymmetric(roundingDown, new int[]{5}, 1)).isFalse();
    }

    private static boolean isAntisymmetric(MixingRule rule, int[] difference, int openExchanges) {
        int[] increments = difference.clone();
        int[] mirrored = Arrays.stream(difference).map(i -> -i).toArray();
        rule.toIncrements(increments, increments.length, MixingStep.among(openExchanges));
        rule.toIncrements(mirrored, mirrored.length, MixingStep.among(openExchanges));
        return Arrays.equals(mirrored, Arrays.stream(increments).map(i -> -i).toArray());
    }

    @Property
    void incrementIsTheStepOfTheDifference(@ForAll int difference, @ForAll @IntRange(max = 100) int openExchanges) {
        int[] increments = {difference, difference};
        AVERAGE.toIncrements(increments, 1, MixingStep.among(openExchanges));
        double exact = difference / (Math.max(1, openExchanges) + 1.0);
        assertThat(Math.abs(increments[0] - exact)).isLessThan(1);
        assertThat(Math.abs((long) increments[0])).isLessThanOrEqualTo((long) Math.abs(exact));
        assertThat(increments[1]).isEqualTo(difference);
    }

    @Property
    void exchangesAtOnceDoNotOvershoot(@ForAll @IntRange(min = -1 << 30, max = 1 << 30) int difference,
            @ForAll @IntRange(min = 1, max = 20) int openExchanges) {
        int[] increments = {difference};
        AVERAGE.toIncrements(increments, 1, MixingStep.among(openExchanges));
        // All exchanges at once with peers that are equally far away, who move as well.
        long left = difference - (long) increments[0] * openExchanges - increments[0];
        assertThat(Math.abs(left)).isLessThanOrEqualTo(openExchanges);
    }

    @Example
    void rulesAreFoundByTheirNames() {
        assertThat(MixingRules.names()).containsExactly("average").contains(MixingRules.DEFAULT);
        assertThat(MixingRules.byName("average").name()).isEqualTo("average");
        assertThatThrownBy(() -> MixingRules.byName("sum")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'sum' is no merge rule: allowed are average");
    }
}
