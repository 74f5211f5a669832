package dev.grapevine.node.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.result.TargetTracker.Target;

/** First times of the usual target accuracies. */
class TargetTrackerTest {

    @Test
    void targetIsRecordedWhenFirstReached() {
        TargetTracker tracker = new TargetTracker();
        tracker.observe(Double.NaN, 1, 10, 100);
        tracker.observe(0.79, 2, 20, 200);
        assertThat(tracker.reached()).isEmpty();
        tracker.observe(0.91, 3, 30, 300);
        tracker.observe(0.5, 4, 40, 400);
        tracker.observe(0.90, 5, 50, 500);
        assertThat(tracker.reached()).containsExactly(new Target(0.80, 3, 30, 300), new Target(0.85, 3, 30, 300),
                new Target(0.90, 3, 30, 300));
        tracker.observe(1, 6, 60, 600);
        tracker.observe(1, 7, 70, 700);
        assertThat(tracker.reached()).extracting(Target::accuracy).containsExactly(0.80, 0.85, 0.90, 0.95, 0.97, 0.98);
        assertThat(tracker.reached().getLast()).isEqualTo(new Target(0.98, 6, 60, 600));
    }
}
