package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The speeds of several ways of doing the same, measured in turn, so that a slow moment of the machine hits all of them. */
final class Rates {

    /** The time after which the compiler is done with what is called all the time. */
    private static final Duration WARM_UP = Duration.ofMillis(600);

    private Rates() {}

    /**
     * @param ways   each does the work once
     * @param work   done by one call, in any unit
     * @param turns  how often each is timed, after a while that is not counted
     * @param atLeast the time that one turn of one way takes, or a single call if that takes longer
     * @return for each way its turns
     */
    static List<List<Turn>> turns(List<Runnable> ways, double work, int turns, Duration atLeast) {
        List<List<Turn>> all = new ArrayList<>();
        ways.forEach(way -> all.add(new ArrayList<>()));
        for (int turn = -1; turn < turns; turn++) {
            for (int way = 0; way < ways.size(); way++) {
                Turn done = Turn.of(ways.get(way), work, turn < 0 ? WARM_UP : atLeast);
                if (turn >= 0) {
                    all.get(way).add(done);
                }
            }
        }
        return all;
    }

    /** The middle value; of an even number the upper one of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
