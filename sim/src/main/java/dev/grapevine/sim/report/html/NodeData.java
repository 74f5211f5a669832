package dev.grapevine.sim.report.html;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import dev.grapevine.node.result.Sample;

/**
 * The state of each node at the end, for a table.
 *
 * @param sentence which nodes are shown; empty if all are
 */
record NodeData(String sentence, List<Row> rows) {

    static final int ROWS_MAX = 500;

    /** One node; null where something is not known. */
    record Row(int node, boolean up, long rounds, long steps, Float accuracy, Float loss, long bytesSent,
            long bytesReceived, int peers, Float distance) {

        private static Row of(Sample sample, double endSeconds) {
            boolean up = sample.seconds() == endSeconds
                    && (Double.isFinite(sample.accuracy()) || Double.isFinite(sample.consensusDistance()));
            return new Row(sample.node(), up, sample.round(), sample.steps(), PageData.number(sample.accuracy()),
                    PageData.number(sample.loss()), sample.bytesSent(), sample.bytesReceived(), sample.peers(),
                    PageData.number(sample.consensusDistance()));
        }
    }

    /** Null if there are no samples. */
    static NodeData of(RunReport report) {
        if (report.samples().isEmpty()) {
            return null;
        }
        Sample[] last = new Sample[report.summary().nodes()];
        report.samples().forEach(sample -> last[sample.node()] = sample);
        List<Sample> known = Arrays.stream(last).filter(Objects::nonNull).toList();
        double endSeconds = report.samples().getLast().seconds();
        if (known.size() <= ROWS_MAX) {
            return new NodeData("", known.stream().map(sample -> Row.of(sample, endSeconds)).toList());
        }
        List<Row> rows = known.stream().sorted(Comparator.comparingDouble(NodeData::rank)).limit(ROWS_MAX)
                .sorted(Comparator.comparingInt(Sample::node)).map(sample -> Row.of(sample, endSeconds)).toList();
        return new NodeData(ROWS_MAX + " of " + Texts.whole(known.size()) + " nodes: those with the lowest "
                + report.subject().measure() + ", and those that were down.", rows);
    }

    /** Nodes that are down come first, then those that are worst, and last those that were not judged. */
    private static double rank(Sample sample) {
        if (Double.isFinite(sample.accuracy())) {
            return sample.accuracy();
        }
        return Double.isFinite(sample.consensusDistance()) ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
}
