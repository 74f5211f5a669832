package dev.grapevine.node.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Points over time stay few, and their ends stay. */
class PointsProperties {

    static HistoryPoint at(long time) {
        return new HistoryPoint(time, time, 0.5, null, Double.NaN, time, 0, 2);
    }

    /**
     * Broken by a {@code thin} that keeps every second point without its care for the last one, if {@code MAX} were odd; by
     * one that keeps the odd ones (the first is lost); by an {@code add} that drops a point that comes too soon, instead of
     * having it replace the last one (the newest is lost); and by a spacing that does not double (more than {@code MAX}).
     */
    @Property(tries = 200)
    void pointsAreBoundedAscendAndKeepFirstAndNewest(
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 1, max = 60_000) Long> gaps,
            @ForAll @IntRange(min = 1, max = 100) int repeats) {
        Points points = new Points();
        List<Long> given = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < repeats; i++) {
            for (long gap : gaps) {
                time += gap;
                given.add(time);
                points.add(at(time));
                assertThat(points.all().getLast()).isEqualTo(at(time));
                assertThat(points.all().size()).isLessThanOrEqualTo(Points.MAX);
            }
        }
        List<Long> times = points.all().stream().map(HistoryPoint::time).toList();
        assertThat(times).startsWith(given.getFirst()).isSorted().doesNotHaveDuplicates();
        assertThat(given).containsAll(times);
        for (int i = 1; i < times.size() - 1; i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(Points.FIRST_SPACING);
        }
    }

    /** Broken by a spacing that grows by anything but what is thinned out: a long run would have ever fewer points. */
    @Property(tries = 20)
    void longRunKeepsAtLeastAQuarterOfTheRoom(@ForAll @IntRange(min = Points.MAX, max = 20_000) int seconds) {
        Points points = new Points();
        for (int i = 0; i < seconds; i++) {
            points.add(at(1000L * i));
        }
        assertThat(points.all().size()).isBetween(Points.MAX / 4, Points.MAX);
    }

    @Property(tries = 50)
    void pointsGoOnAsIfTheyHadNotBeenSaved(@ForAll @IntRange(min = 1, max = 3000) int before,
            @ForAll @IntRange(min = 1, max = 2000) int after) {
        Points whole = new Points();
        for (int i = 0; i < before; i++) {
            whole.add(at(1000L * i));
        }
        Points restored = new Points(whole.spacing(), whole.all());
        for (int i = before; i < before + after; i++) {
            whole.add(at(1000L * i));
            restored.add(at(1000L * i));
        }
        assertThat(restored.all()).isEqualTo(whole.all());
        assertThat(restored.spacing()).isEqualTo(whole.spacing());
    }

    @Example
    void whatIsNoNumberIsNotKnown() {
        assertThat(at(1).testLoss()).isNull();
        assertThat(at(1).accuracy()).isEqualTo(0.5);
    }

    @Example
    void wrongPointsAreRefused() {
        Points points = new Points();
        points.add(at(5));
        assertThatThrownBy(() -> points.add(at(5))).isInstanceOf(IllegalArgumentException.class);
        for (long spacing : new long[]{0, -1000, 999, 1500, 3000, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> new Points(spacing, List.of())).as("%d", spacing)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Points(1000, List.of(at(5), at(4)))).isInstanceOf(IllegalArgumentException.class);
    }
}
