package dev.grapevine.node.replica.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How often each class was taken for each. Not for several threads at once. */
public final class ConfusionMatrix {

    /**
     * One class taken for another.
     *
     * @param actual    the right class
     * @param predicted what it was taken for
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

    /** The share of a class's predictions that are right; NaN if the class does not occur. */
    public double recall(int actual) {
        long all = 0;
        for (long count : counts[actual]) {
            all += count;
        }
        return all == 0 ? Double.NaN : (double) counts[actual][actual] / all;
    }

    /** The confusions that occurred most often, the most frequent first; of equally frequent ones the lower classes. */
    public List<Confusion> mostFrequent(int most) {
        List<Confusion> confusions = new ArrayList<>();
        for (int actual = 0; actual < counts.length; actual++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (actual != predicted && counts[actual][predicted] > 0) {
                    confusions.add(new Confusion(actual, predicted, counts[actual][predicted]));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        return List.copyOf(confusions.subList(0, Math.min(most, confusions.size())));
    }
}
