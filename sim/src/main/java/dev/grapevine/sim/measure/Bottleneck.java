package dev.grapevine.sim.measure;

import java.util.List;
import java.util.Locale;

/**
 * The bottleneck of a run: the resource that limits its speed.
 *
 * <p>The rule compares two shares of the time that all nodes were up, added over the nodes: the share in which they
 * computed, and the share in which their outgoing links were busy. The larger one is the bottleneck if it is at least
 * {@value #BUSY}: {@link #COMPUTATION} or {@link #BANDWIDTH}; a tie is computation. If both are smaller, processors and
 * links alike stand idle most of the time: nodes wait for answers, and {@link #LATENCY} is the bottleneck. A pause that
 * the run's options ask for, such as {@code gossip.interval}, counts as latency, since it is a wait like any other.
 */
public enum Bottleneck {
    COMPUTATION, BANDWIDTH, LATENCY;

    /** Share of the time from which a resource counts as busy. */
    public static final double BUSY = 0.5;

    /**
     * Applies the rule.
     *
     * @throws IllegalArgumentException if no node was ever up
     */
    public static Bottleneck of(List<TimeBreakdown> times) {
        double computing = computingShare(times);
        double sending = sendingShare(times);
        if (Math.max(computing, sending) < BUSY) {
            return LATENCY;
        }
        return computing >= sending ? COMPUTATION : BANDWIDTH;
    }

    /** The rule's outcome and its reason, in a sentence. */
    public static String sentence(List<TimeBreakdown> times) {
        String shares = String.format(Locale.ROOT, "nodes computed %.0f %% of the time that they were up, and their "
                + "ways out were busy %.0f %% of it", 100 * computingShare(times), 100 * sendingShare(times));
        return switch (of(times)) {
            case COMPUTATION -> "The bottleneck is computation: " + shares + ".";
            case BANDWIDTH -> "The bottleneck is bandwidth: " + shares + ".";
            case LATENCY -> "The bottleneck is latency: " + shares + ", so most of it went by in waiting for answers.";
        };
    }

    private static double computingShare(List<TimeBreakdown> times) {
        return times.stream().mapToLong(TimeBreakdown::computingNanos).sum() / upNanos(times);
    }

    private static double sendingShare(List<TimeBreakdown> times) {
        return times.stream().mapToLong(TimeBreakdown::sendingNanos).sum() / upNanos(times);
    }

    private static double upNanos(List<TimeBreakdown> times) {
        long up = times.stream().mapToLong(TimeBreakdown::upNanos).sum();
        if (up == 0) {
            throw new IllegalArgumentException("Nodes that were never up have no bottleneck");
        }
        return up;
    }
}
