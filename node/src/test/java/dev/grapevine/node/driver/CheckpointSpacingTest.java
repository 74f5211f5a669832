package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The distance between checkpoints. */
class CheckpointSpacingTest {

    private static double interval(CheckpointSpacing spacing, Duration uptime) {
        return spacing.interval(uptime).toMillis() / 1000.0;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    @Test
    void newNodeExpectsOneCrashPerDay() {
        CheckpointSpacing spacing = new CheckpointSpacing(0, Duration.ZERO);
        assertThat(spacing.cost()).isEmpty();
        assertThat(spacing.interval(Duration.ZERO)).isEqualTo(CheckpointSpacing.MIN);
        spacing.measured(Duration.ofMillis(20));
        assertThat(interval(spacing, Duration.ZERO)).isEqualTo(Math.sqrt(2 * 0.02 * 86400), within(0.01));
    }

    @Test
    void crashesDrawCheckpointsTogetherAndLifeDrawsThemApart() {
        CheckpointSpacing spacing = new CheckpointSpacing(9, Duration.ofDays(1));
        assertThat(spacing.betweenCrashes(Duration.ZERO)).isEqualTo(Duration.ofDays(2).dividedBy(10));
        spacing.measured(Duration.ofMillis(20));
        assertThat(interval(spacing, Duration.ZERO)).isEqualTo(Math.sqrt(2 * 0.02 * 17280), within(0.01));
        assertThat(interval(spacing, Duration.ofDays(6))).isEqualTo(Math.sqrt(2 * 0.02 * 4 * 17280), within(0.01));
    }

    @Test
    void intervalIsBounded() {
        CheckpointSpacing slow = new CheckpointSpacing(0, Duration.ofDays(36_500));
        slow.measured(Duration.ofDays(40));
        assertThat(slow.interval(Duration.ofDays(36_500))).isEqualTo(CheckpointSpacing.MAX);
        CheckpointSpacing quick = new CheckpointSpacing(1_000_000, Duration.ZERO);
        quick.measured(Duration.ofNanos(1));
        assertThat(quick.interval(Duration.ZERO)).isEqualTo(CheckpointSpacing.MIN);
    }

    @Test
    void oneSlowWriteCountsAQuarter() {
        CheckpointSpacing spacing = new CheckpointSpacing(0, Duration.ZERO);
        spacing.measured(Duration.ofSeconds(1));
        spacing.measured(Duration.ofSeconds(5));
        assertThat(spacing.cost()).contains(Duration.ofSeconds(2));
    }

    /** The interval is where the time lost to crashes and to checkpoints is least. */
    @Property(tries = 200)
    void intervalIsBest(@ForAll @DoubleRange(min = 0.01, max = 1) double cost,
            @ForAll @IntRange(max = 50) int crashes) {
        CheckpointSpacing spacing = new CheckpointSpacing(crashes, Duration.ZERO);
        spacing.measured(seconds(cost));
        double best = interval(spacing, Duration.ZERO);
        double between = spacing.betweenCrashes(Duration.ZERO).toMillis() / 1000.0;
        for (double other : new double[]{best * 0.8, best * 1.25}) {
            if (other >= 5 && other <= 600 && best > 5 && best < 600) {
                assertThat(lost(best, cost, between)).isLessThan(lost(other, cost, between));
            }
        }
    }

    /** Part of the time that is lost: to checkpoints, and half an interval at each crash. */
    private static double lost(double interval, double cost, double between) {
        return cost / interval + interval / 2 / between;
    }
}
