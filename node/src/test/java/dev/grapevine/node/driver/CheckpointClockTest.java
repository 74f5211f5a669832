package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.http.NodeStatus;

/** When checkpoints are asked for. */
class CheckpointClockTest {

    private final ManualDelays delays = new ManualDelays();
    private final List<Long> asked = new ArrayList<>();
    private boolean busy;
    private final CheckpointClock clock = new CheckpointClock(new CheckpointSpacing(0, Duration.ZERO), delays,
            delays::now, () -> busy, () -> asked.add(delays.now().toSeconds()));

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            delays.advanceTo(delays.now().plusSeconds(1));
        }
    }

    /** One that costs 20 ms, each 58.8 s. */
    private void cheapCheckpoint() {
        clock.taken();
        clock.written(delays.now(), Duration.ofMillis(20));
    }

    @Test
    void nothingIsAskedBeforeTheFirst() {
        pass(1000);
        assertThat(asked).isEmpty();
    }

    @Test
    void checkpointsKeepTheirDistance() {
        cheapCheckpoint();
        pass(58);
        assertThat(asked).isEmpty();
        pass(3);
        assertThat(asked).hasSize(1).first().satisfies(second -> assertThat(second).isBetween(58L, 60L));
        pass(1000);
        assertThat(asked).hasSizeBetween(16, 18);
    }

    @Test
    void checkpointOfAnotherReasonCounts() {
        cheapCheckpoint();
        pass(50);
        cheapCheckpoint();
        pass(55);
        assertThat(asked).isEmpty();
        pass(5);
        assertThat(asked).hasSize(1);
        assertThat(delays.pending()).isOne();
    }

    /** A disk that hangs gets no second snapshot to write. */
    @Test
    void nothingIsAskedWhileOneIsOnItsWay() {
        cheapCheckpoint();
        busy = true;
        pass(600);
        assertThat(asked).isEmpty();
        busy = false;
        pass(60);
        assertThat(asked).hasSize(1);
    }

    @Test
    void statusShowsIntervalAgeAndCost() {
        assertThat(clock.status()).isEqualTo(new NodeStatus.Checkpoints(5, null, null));
        cheapCheckpoint();
        pass(7);
        NodeStatus.Checkpoints status = clock.status();
        assertThat(status.ageSeconds()).isEqualTo(7);
        assertThat(status.costSeconds()).isEqualTo(0.02);
        assertThat(status.intervalSeconds()).isBetween(58.7, 58.9);
    }
}
