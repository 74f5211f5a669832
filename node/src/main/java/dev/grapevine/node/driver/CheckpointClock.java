package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.grapevine.node.http.NodeStatus;

/** Asks for a checkpoint when the last one is old enough, see {@link CheckpointSpacing}. For one event loop. */
final class CheckpointClock {

    private final CheckpointSpacing spacing;
    private final DelayedExecutor later;
    private final Supplier<Duration> clock;
    private final BooleanSupplier isBusy;
    private final Runnable request;
    private boolean begun;
    /** The time at which the last checkpoint was asked for or taken. */
    private Duration last = Duration.ZERO;
    /** The time at which the last checkpoint on disk was taken; null before the first. */
    private Duration written;

    /**
     * @param clock   time since the start of the process
     * @param isBusy  whether the last checkpoint is not on disk yet; then none is asked for
     * @param request asks for a checkpoint
     */
    CheckpointClock(CheckpointSpacing spacing, DelayedExecutor later, Supplier<Duration> clock, BooleanSupplier isBusy,
            Runnable request) {
        this.spacing = spacing;
        this.later = later;
        this.clock = clock;
        this.isBusy = isBusy;
        this.request = request;
    }

    /** A checkpoint is taken; the first one starts the clock. */
    void taken() {
        last = clock.get();
        if (!begun) {
            begun = true;
            later.run(CheckpointSpacing.MIN, this::look);
        }
    }

    /** A checkpoint is on disk. */
    void written(Duration taken, Duration cost) {
        written = taken;
        spacing.measured(cost);
    }

    private void look() {
        Duration now = clock.get();
        Duration left = spacing.interval(now).minus(now.minus(last));
        if (left.isPositive()) {
            later.run(shorter(left), this::look);
            return;
        }
        last = now;
        later.run(CheckpointSpacing.MIN, this::look);
        if (!isBusy.getAsBoolean()) {
            request.run();
        }
    }

    /** Looks often: the cost, and so the interval, may turn out shorter. */
    private static Duration shorter(Duration left) {
        return left.compareTo(CheckpointSpacing.MIN) > 0 ? CheckpointSpacing.MIN : left;
    }

    NodeStatus.Checkpoints status() {
        Duration now = clock.get();
        return new NodeStatus.Checkpoints(seconds(spacing.interval(now)),
                written == null ? null : seconds(now.minus(written)), spacing.cost().map(CheckpointClock::seconds)
                        .orElse(null));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
