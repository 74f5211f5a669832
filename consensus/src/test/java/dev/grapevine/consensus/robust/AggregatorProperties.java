package dev.grapevine.consensus.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What several replicas come to. */
class AggregatorProperties {

    private static final int LIMIT = 1 << 30;

    private static int[] result(String name, int[] own, List<int[]> others) {
        int[] increments = Aggregators.byName(name).increments(own, others);
        int[] result = own.clone();
        Arrays.setAll(result, i -> own[i] + increments[i]);
        return result;
    }

    @Property
    void theMedianIsBetweenHonestValuesWhileFewerThanHalfLie(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = -LIMIT, max = LIMIT) Integer> honest,
            @ForAll @Size(max = 5) List<@IntRange(min = -LIMIT, max = LIMIT) Integer> lies, @ForAll Random order) {
        List<int[]> others = new ArrayList<>();
        honest.subList(1, honest.size()).forEach(value -> others.add(new int[]{value}));
        lies.stream().limit(honest.size() - 1).forEach(value -> others.add(new int[]{value}));
        Collections.shuffle(others, order);
        int median = result("median", new int[]{honest.getFirst()}, others)[0];
        assertThat(median).isBetween(Collections.min(honest), Collections.max(honest));
    }

    /** The mutation: the mean goes wherever a single liar wants. */
    @Example
    void meanIsMovedByASingleLiar() {
        assertThat(result("mean", new int[]{0}, List.of(new int[]{1}, new int[]{LIMIT}))[0]).isGreaterThan(1);
    }

    @Property
    void meanAggregatorIsTheMean(
            @ForAll @Size(min = 2, max = 7) List<@IntRange(min = -LIMIT, max = LIMIT) Integer> values) {
        List<int[]> others = values.subList(1, values.size()).stream().map(value -> new int[]{value}).toList();
        double mean = values.stream().mapToInt(Integer::intValue).average().orElseThrow();
        assertThat((double) result("mean", new int[]{values.getFirst()}, others)[0]).isBetween(mean - 1, mean + 1);
    }

    @Property
    void agreeingReplicasDoNotMove(@ForAll @Size(4) int[] values, @ForAll @IntRange(min = 1, max = 6) int others) {
        Arrays.setAll(values, i -> values[i] >> 1);
        for (String name : Aggregators.names()) {
            assertThat(result(name, values, Collections.nCopies(others, values))).isEqualTo(values);
        }
    }

    @Example
    void unknownNameIsRefusedWithTheAllowedOnes() {
        assertThatThrownBy(() -> Aggregators.byName("mode")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'mode' is no aggregator: allowed are mean, median");
    }
}
