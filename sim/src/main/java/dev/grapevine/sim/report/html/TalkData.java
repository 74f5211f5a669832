package dev.grapevine.sim.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.sim.measure.TalkCounts;

/**
 * Finished exchanges by pair of nodes, for a heat map.
 *
 * @param grouped  whether a row stands for several nodes
 * @param labels   of rows and of columns
 * @param counts   finished exchanges; row i has the columns 0 to i, since the rest is the same
 * @param sentence what one sees
 */
record TalkData(boolean grouped, List<String> labels, List<long[]> counts, String sentence) {

    static TalkData of(TalkCounts talks) {
        boolean grouped = talks.groups() < talks.nodes();
        List<long[]> rows = new ArrayList<>();
        for (int group = 0; group < talks.groups(); group++) {
            int row = group;
            rows.add(IntStream.rangeClosed(0, group).mapToLong(other -> talks.between(row, other)).toArray());
        }
        List<String> labels = IntStream.range(0, talks.groups()).mapToObj(group -> label(talks, group)).toList();
        return new TalkData(grouped, labels, rows, sentence(talks, grouped));
    }

    private static String label(TalkCounts talks, int group) {
        int first = talks.firstNode(group);
        int last = talks.firstNode(group + 1) - 1;
        return first == last ? String.valueOf(first) : first + "–" + last;
    }

    private static String sentence(TalkCounts talks, boolean grouped) {
        String all = talks.total() == 1
                ? "One finished exchange"
                : Texts.whole(talks.total()) + " finished exchanges, whichever side started them";
        return grouped
                ? all + "; the " + Texts.whole(talks.nodes()) + " nodes are grouped by number into " + talks.groups()
                        + " rows, and the diagonal is exchanges within a group."
                : all + ".";
    }
}
