package dev.grapevine.consensus.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class AgedMeanProperties {

    private static int increment(int difference, long age, long peerAge) {
        int[] increments = {difference, difference, 7};
        AgedMean.toIncrements(increments, 2, age, peerAge);
        assertThat(increments[1]).isEqualTo(increments[0]);
        assertThat(increments[2]).as("beyond the length").isEqualTo(7);
        return increments[0];
    }

    @Property
    void agedMeanOfEqualAgesIsTheAverage(@ForAll @IntRange(min = -Integer.MAX_VALUE) int difference,
            @ForAll @LongRange(min = 0) long age) {
        int[] half = {difference};
        new Average().toIncrements(half, 1, MixingStep.HALF);
        assertThat(increment(difference, age, age)).isEqualTo(half[0]);
    }

    @Property
    void agedMeanStaysBetweenBothValues(@ForAll @IntRange(min = -Integer.MAX_VALUE) int difference,
            @ForAll @LongRange(min = 0) long age, @ForAll @LongRange(min = 0) long peerAge) {
        int increment = increment(difference, age, peerAge);
        assertThat(Math.abs((long) increment)).isLessThanOrEqualTo(Math.abs((long) difference));
        assertThat((long) increment * difference).isNotNegative();
    }

    @Property
    void weightsOfBothAgesAddUpToOne(@ForAll @IntRange(min = -Integer.MAX_VALUE) int difference,
            @ForAll @LongRange(min = 0, max = 1L << 40) long age,
            @ForAll @LongRange(min = 0, max = 1L << 40) long peerAge) {
        assertThat((long) increment(difference, age, peerAge) + increment(difference, peerAge, age))
                .isCloseTo(difference, within(2L));
    }

    @Property
    void olderReplicaMovesLess(@ForAll @IntRange(min = 1) int difference,
            @ForAll @LongRange(min = 0, max = 1L << 40) long age, @ForAll @LongRange(min = 1, max = 1000) long more,
            @ForAll @LongRange(min = 0, max = 1L << 40) long peerAge) {
        assertThat(increment(difference, age + more, peerAge))
                .isLessThanOrEqualTo(increment(difference, age, peerAge));
    }

    @Example
    void untrainedReplicaTakesTheWholeDifference() {
        assertThat(increment(1000, 0, 3)).isEqualTo(1000);
        assertThat(increment(1000, 3, 0)).isZero();
        assertThat(increment(-1000, 30, 10)).isEqualTo(-250);
    }
}
