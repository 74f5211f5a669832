package dev.grapevine.consensus.measure;

import java.util.Arrays;

/**
 * The mean over the nodes of a run of what each has measured on rows of its own, as far as one node has heard of it.
 *
 * <p>No single claim counts for more than its share. The weight of a node is its number of rows, but twice the median
 * at most. From {@value #FENCED} nodes on, a value beyond the far fences, three interquartile ranges outside the
 * quartiles (J. W. Tukey, Exploratory Data Analysis, 1977), counts as the fence: while fewer than a quarter of the nodes
 * lie, the fences are set by honest ones.
 *
 * @param nodes  the number of nodes
 * @param mean   the weighted mean
 * @param spread the weighted standard deviation between nodes
 * @param error  the standard error of the mean; NaN for one node, of which nothing follows for others
 */
public record RunEstimate(int nodes, double mean, double spread, double error) {

    /** The number of nodes from which on values are fenced: with fewer, the quartiles are the liar's own. */
    static final int FENCED = 4;

    private static final double FAR = 3;
    private static final int SHARE = 2;

    /**
     * The estimate from the values of one or more nodes.
     *
     * @param values finite, one for each node
     * @param rows   the rows that each was measured on, 1 or more
     */
    public static RunEstimate of(double[] values, int[] rows) {
        int nodes = values.length;
        if (nodes == 0 || rows.length != nodes) {
            throw new IllegalArgumentException(nodes + " values of " + rows.length + " nodes");
        }
        double[] fenced = fenced(values);
        int[] sorted = rows.clone();
        Arrays.sort(sorted);
        double most = (double) SHARE * sorted[nodes / 2];
        double weights = 0;
        double squares = 0;
        double sum = 0;
        for (int node = 0; node < nodes; node++) {
            double weight = Math.min(rows[node], most);
            weights += weight;
            squares += weight * weight;
            sum += weight * fenced[node];
        }
        double mean = sum / weights;
        double deviations = 0;
        for (int node = 0; node < nodes; node++) {
            double deviation = fenced[node] - mean;
            deviations += Math.min(rows[node], most) * deviation * deviation;
        }
        double variance = deviations / weights;
        double error = nodes == 1
                ? Double.NaN
                : Math.sqrt(variance * nodes / (nodes - 1) * squares) / weights;
        return new RunEstimate(nodes, mean, Math.sqrt(variance), error);
    }

    private static double[] fenced(double[] values) {
        if (values.length < FENCED) {
            return values;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int outside = Math.max(1, (values.length - 1) / FENCED);
        double low = sorted[outside];
        double high = sorted[values.length - 1 - outside];
        double far = FAR * (high - low);
        return Arrays.stream(values).map(value -> Math.clamp(value, low - far, high + far)).toArray();
    }
}
