package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.Optional;

/**
 * The time between two checkpoints: short enough that a crash loses little, long enough that they cost little. With a cost
 * of <i>C</i> for each and a mean time <i>M</i> between crashes, least time is lost at intervals of √(2·<i>C</i>·<i>M</i>)
 * (Young, A First Order Approximation to the Optimum Checkpoint Interval, CACM 17(9), 1974). Daly's further terms (A
 * Higher Order Estimate of the Optimum Checkpoint Interval for Restart Dumps, FGCS 22(3), 2006) matter only where
 * <i>C</i> is a large part of <i>M</i>, and are left out.
 *
 * <p>A pure machine. Not thread-safe.
 */
final class CheckpointSpacing {

    static final Duration MIN = Duration.ofSeconds(5);
    static final Duration MAX = Duration.ofMinutes(10);
    /** Assumption before the node has run for long: one crash in this time. */
    private static final Duration PRIOR = Duration.ofDays(1);
    /** Weight of the newest cost in the mean: one slow write changes the interval a little. */
    private static final double NEWEST = 0.25;

    private final long crashes;
    private final Duration earlier;
    /** Mean cost; negative before the first checkpoint. */
    private double costSeconds = -1;

    /**
     * @param crashes how often the node was killed or lost its power
     * @param earlier time for which its earlier processes ran
     */
    CheckpointSpacing(long crashes, Duration earlier) {
        this.crashes = crashes;
        this.earlier = earlier;
    }

    /** A checkpoint took this long, from its snapshot until it was on disk. */
    void measured(Duration cost) {
        double seconds = seconds(cost);
        costSeconds = costSeconds < 0 ? seconds : costSeconds + NEWEST * (seconds - costSeconds);
    }

    /** The mean cost of a checkpoint, the latest ones most; empty before the first. */
    Optional<Duration> cost() {
        return costSeconds < 0 ? Optional.empty() : Optional.of(ofSeconds(costSeconds));
    }

    /** The expected time between two crashes. */
    Duration betweenCrashes(Duration uptime) {
        return PRIOR.plus(earlier).plus(uptime).dividedBy(crashes + 1);
    }

    /**
     * Time from one checkpoint to the next; the shortest one before a cost is known.
     *
     * @param uptime of this process
     */
    Duration interval(Duration uptime) {
        Duration best = ofSeconds(Math.sqrt(2 * Math.max(0, costSeconds) * seconds(betweenCrashes(uptime))));
        if (best.compareTo(MIN) < 0) {
            return MIN;
        }
        return best.compareTo(MAX) > 0 ? MAX : best;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** A duration of a hundred years at most: nanoseconds of more would overflow. */
    private static Duration ofSeconds(double seconds) {
        return Duration.ofNanos((long) Math.min(seconds * 1e9, Long.MAX_VALUE / 4));
    }
}
