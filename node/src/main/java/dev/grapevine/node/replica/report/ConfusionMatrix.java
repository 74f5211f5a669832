package dev.grapevine.node.replica.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Confusion matrix: number of rows for each pair of actual and predicted class. Not thread-safe. */
public final class ConfusionMatrix {

    /**
     * Number of times that one class was predicted for another.
     *
     * @param actual    correct class
     * @param predicted predicted class
     */
    public record Confusion(int actual, int predicted, long count) {}

    private final long[][] counts;

    public ConfusionMatrix(int classes) {
        this.counts = new long[classes][classes];
    }

    public void add(int actual, int predicted) {
        counts[actual][predicted]++;
    }

    public int classes() {
        return counts.length;
    }

    public long count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /** Share of a class's rows that are predicted correctly; NaN if the class does not occur. */
    public double recall(int actual) {
        long all = rows(actual);
        return all == 0 ? Double.NaN : (double) counts[actual][actual] / all;
    }

    /** Share of the rows predicted as a class that are of this class; NaN if none is predicted so. */
    public double precision(int predicted) {
        long all = 0;
        for (long[] row : counts) {
            all += row[predicted];
        }
        return all == 0 ? Double.NaN : (double) counts[predicted][predicted] / all;
    }

    /** Number of rows of a class. */
    public long rows(int actual) {
        return Arrays.stream(counts[actual]).sum();
    }

    /** Most frequent confusions, by decreasing count; lower classes come first if counts are equal. */
    public List<Confusion> mostFrequent(int max) {
        List<Confusion> confusions = new ArrayList<>();
        for (int actual = 0; actual < counts.length; actual++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (actual != predicted && counts[actual][predicted] > 0) {
                    confusions.add(new Confusion(actual, predicted, counts[actual][predicted]));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        return List.copyOf(confusions.subList(0, Math.min(max, confusions.size())));
    }
}
