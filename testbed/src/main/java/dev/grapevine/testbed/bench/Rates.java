package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How fast several ways of doing the same are, measured in turn, so that a slow moment of the machine hits all of them. */
final class Rates {

    /** By then the compiler is done with what is called all the time. */
    private static final Duration WARM_UP = Duration.ofMillis(600);

    private Rates() {}

    /**
     * @param ways   each does the work once
     * @param work   done by one call, in any unit
     * @param turns  how often each is timed, after a while that is not counted
     * @param atLeast the time that one turn of one way takes, or a single call if that takes longer
     * @return for each way the median of work per second of {@link CoreTime}
     */
    static double[] medians(List<Runnable> ways, double work, int turns, Duration atLeast) {
        double[][] rates = new double[ways.size()][turns];
        for (int turn = -1; turn < turns; turn++) {
            for (int way = 0; way < ways.size(); way++) {
                double rate = work * callsPerSecond(ways.get(way), turn < 0 ? WARM_UP : atLeast);
                if (turn >= 0) {
                    rates[way][turn] = rate;
                }
            }
        }
        return Arrays.stream(rates).mapToDouble(Rates::median).toArray();
    }

    private static double callsPerSecond(Runnable way, Duration atLeast) {
        long calls = 0;
        long start = CoreTime.nanos();
        long elapsed;
        do {
            way.run();
            calls++;
            elapsed = CoreTime.nanos() - start;
        } while (elapsed < atLeast.toNanos());
        return calls / (elapsed / 1e9);
    }

    /** The middle value; of an even number the upper one of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
