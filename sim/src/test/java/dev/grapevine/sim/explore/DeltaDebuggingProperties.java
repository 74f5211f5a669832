package dev.grapevine.sim.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is left fails, and nothing of it can be left out. */
class DeltaDebuggingProperties {

    @Property
    void deltaDebugging_findsTheGuiltyElements(@ForAll @IntRange(max = 60) int size,
            @ForAll @Size(max = 6) Set<@IntRange(max = 59) Integer> chosen) {
        List<Integer> guilty = chosen.stream().filter(element -> element < size).sorted().toList();
        List<Integer> whole = IntStream.range(0, size).boxed().toList();
        assertThat(DeltaDebugging.minimize(whole, part -> part.containsAll(guilty))).isEqualTo(guilty);
    }

    @Property
    void result_withoutAnyElement_noLongerFails(@ForAll @IntRange(min = 1, max = 30) int size,
            @ForAll @IntRange(min = 1, max = 30) int enough) {
        List<Integer> whole = IntStream.range(0, size).boxed().toList();
        Predicate<List<Integer>> fails = part -> part.stream().mapToInt(Integer::intValue).sum() >= Math.min(enough,
                size * (size - 1) / 2);
        assertThat(isMinimal(DeltaDebugging.minimize(whole, fails), fails)).isTrue();
    }

    @Example
    void result_thatIsNotMinimal_isNoticed() {
        assertThat(isMinimal(List.of(1, 2), part -> part.contains(1))).isFalse();
        assertThat(isMinimal(List.of(2), part -> part.contains(1))).isFalse();
    }

    private static boolean isMinimal(List<Integer> left, Predicate<List<Integer>> fails) {
        return fails.test(left) && IntStream.range(0, left.size()).noneMatch(place -> {
            List<Integer> without = new ArrayList<>(left);
            without.remove(place);
            return fails.test(without);
        });
    }
}
