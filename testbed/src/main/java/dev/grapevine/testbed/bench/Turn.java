package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One timed turn of a program.
 *
 * @param work that it did, in any unit
 * @param core how long it had a core
 * @param wall how long it took on the wall
 */
record Turn(double work, Duration core, Duration wall) {

    /** The greatest share of the time on the wall that the machine may have given to others. */
    static final double MOST_STOLEN = 0.1;

    /** A turn of work that starts now and stops as soon as it has had a core for long enough. */
    static Turn of(Runnable work, double workOfOne, Duration atLeast) {
        long calls = 0;
        long wall = System.nanoTime();
        long start = CoreTime.nanos();
        long elapsed;
        do {
            work.run();
            calls++;
            elapsed = CoreTime.nanos() - start;
        } while (elapsed < atLeast.toNanos());
        return new Turn(calls * workOfOne, Duration.ofNanos(elapsed), Duration.ofNanos(System.nanoTime() - wall));
    }

    /** Work per second that it had a core. */
    double rate() {
        return work / (core.toNanos() / 1e9);
    }

    /** The median of the rates of some turns. */
    static double medianRate(List<Turn> turns) {
        return Rates.median(turns.stream().mapToDouble(Turn::rate).toArray());
    }

    /** The share of the time on the wall of all turns together that a program had no core. */
    static double stolen(List<Turn> turns) {
        double core = turns.stream().mapToLong(turn -> turn.core().toNanos()).sum();
        double wall = turns.stream().mapToLong(turn -> turn.wall().toNanos()).sum();
        return 1 - core / wall;
    }

    /**
     * The reason why the turns of a program count for nothing, if they do: while others have the core, caches are
     * theirs too, and a rate per second of core time says less than it seems.
     */
    static Optional<String> voidReason(String program, List<Turn> turns) {
        double stolen = stolen(turns);
        return stolen > MOST_STOLEN
                ? Optional.of(String.format(Locale.ROOT,
                        "the machine took %.0f %% of the time from %s, of which at most %.0f %% may be taken",
                        100 * stolen, program, 100 * MOST_STOLEN))
                : Optional.empty();
    }
}
