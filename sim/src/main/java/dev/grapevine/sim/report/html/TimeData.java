package dev.grapevine.sim.report.html;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.sim.measure.Bottleneck;
import dev.grapevine.sim.measure.TimeBreakdown;

/**
 * The nodes' use of their time, for bars.
 *
 * @param sentence   which nodes are shown
 * @param serialises whether serialising was measured
 */
record TimeData(String bottleneck, String sentence, boolean serialises, List<Bar> bars) {

    static final int BARS_MAX = 64;

    /** One node; in seconds. */
    record Bar(int node, Float computing, Float waiting, Float sending, Float serialising) {

        private static Bar of(int node, TimeBreakdown time) {
            return new Bar(node, PageData.number(time.computingNanos() / 1e9),
                    PageData.number(time.waitingNanos() / 1e9), PageData.number(time.sendingNanos() / 1e9),
                    PageData.number(time.serialisingNanos() / 1e9));
        }
    }

    /** Null if nothing is known. */
    static TimeData of(RunReport report) {
        List<TimeBreakdown> times = report.times();
        if (times.stream().allMatch(time -> time.upNanos() == 0)) {
            return null;
        }
        boolean all = times.size() <= BARS_MAX;
        List<Integer> shown = all ? IntStream.range(0, times.size()).boxed().toList() : chosen(report);
        String sentence = all
                ? "All nodes."
                : BARS_MAX + " of " + Texts.whole(times.size())
                        + " nodes: the one with the fewest steps first, the one with the most last, the others evenly "
                        + "between.";
        return new TimeData(Bottleneck.sentence(times), sentence,
                times.stream().anyMatch(time -> time.serialisingNanos() > 0),
                shown.stream().map(node -> Bar.of(node, times.get(node))).toList());
    }

    private static List<Integer> chosen(RunReport report) {
        int nodes = report.times().size();
        long[] steps = new long[nodes];
        report.samples().forEach(sample -> steps[sample.node()] = sample.steps());
        List<Integer> slowestFirst = IntStream.range(0, nodes).boxed()
                .sorted(Comparator.comparingLong(node -> steps[node])).toList();
        return IntStream.range(0, BARS_MAX)
                .mapToObj(i -> slowestFirst.get((int) ((long) i * (nodes - 1) / (BARS_MAX - 1)))).toList();
    }
}
