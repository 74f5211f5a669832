package dev.grapevine.node.result;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import dev.grapevine.node.replica.training.Evaluator.Metrics;

/**
 * Tracks the best metrics of a run and detects whether the last ones are much worse.
 *
 * <p>Much worse means a loss of more than {@value #MIN_DROP}, more than a third of everything learned, and more than
 * chance explains on this many rows, so that noisy evaluations on few rows or skewed data do not count. A loss that is
 * not a number is worse than any other. With several nodes, the comparison uses the nodes that were evaluated both
 * times, so a late node does not count as a fall. Not thread-safe.
 */
public final class BestMetrics {

    private static final double MIN_DROP = 0.1;
    private static final double SHARE_OF_GAIN = 1.0 / 3;
    /** A drop is significant beyond this many standard errors of the difference of two shares, each over all rows. */
    private static final double STANDARD_ERRORS = 4;

    /** Metrics at one time, by node number. */
    private record Seen(double seconds, Map<Integer, Metrics> nodes) {

        Seen {
            nodes = Map.copyOf(nodes);
        }

        double mean(ToDoubleFunction<Metrics> what, SortedSet<Integer> of) {
            return of.stream().mapToDouble(node -> what.applyAsDouble(nodes.get(node))).average().orElse(Double.NaN);
        }

        double accuracy() {
            return mean(Metrics::accuracy, new TreeSet<>(nodes.keySet()));
        }

        double loss() {
            return mean(Metrics::loss, new TreeSet<>(nodes.keySet()));
        }

        boolean isNumber() {
            return Double.isFinite(accuracy()) && Double.isFinite(loss());
        }

        boolean isBetterThan(Seen other) {
            int byAccuracy = Double.compare(accuracy(), other.accuracy());
            return byAccuracy > 0 || byAccuracy == 0 && loss() < other.loss();
        }
    }

    private final int rows;
    private final boolean classifies;
    private double baseline;
    private Seen best;
    private Seen last;

    /**
     * @param rows    number of rows of the evaluation
     * @param outputs of the model: number of classes; 1 for regression
     */
    public BestMetrics(int rows, int outputs) {
        this.rows = rows;
        this.classifies = outputs > 1;
        // Accuracy of guessing; R² of predicting the mean.
        this.baseline = classifies ? 1.0 / outputs : 0;
    }

    /**
     * Adds metrics of a single model.
     *
     * @param seconds since the start, in order
     * @return whether it is the best so far
     */
    public boolean add(double seconds, Metrics metrics) {
        return add(seconds, Map.of(0, metrics));
    }

    /**
     * Adds metrics of several nodes at the same time; an empty map means that nothing is known.
     *
     * @param seconds since the start, in order
     * @return whether their mean is the best so far
     */
    public boolean add(double seconds, Map<Integer, Metrics> nodes) {
        if (nodes.isEmpty() || rows == 0) {
            return false;
        }
        last = new Seen(seconds, nodes);
        boolean better = last.isNumber() && (best == null || last.isBetterThan(best));
        if (better) {
            // A model that is worse than guessing has learned nothing, so its drop is measured from there.
            baseline = best == null ? Math.min(baseline, Math.max(0, last.accuracy())) : baseline;
            best = last;
        }
        return better;
    }

    /** The distance of the last metrics below the best; empty if they are not much worse. */
    public Optional<Fall> fall() {
        String what = classifies ? "accuracy" : "R²";
        if (last == null) {
            return Optional.empty();
        }
        if (!Double.isFinite(last.loss())) {
            return Optional.of(new Fall(what, best == null ? null : best.accuracy(),
                    best == null ? null : best.seconds(), null, last.seconds()));
        }
        if (best == null) {
            return Optional.empty();
        }
        SortedSet<Integer> both = new TreeSet<>(best.nodes().keySet());
        both.retainAll(last.nodes().keySet());
        double before = best.mean(Metrics::accuracy, both);
        double after = last.mean(Metrics::accuracy, both);
        return isMuchWorse(before, after)
                ? Optional.of(new Fall(what, before, best.seconds(), after, last.seconds()))
                : Optional.empty();
    }

    /** Squared errors that are large from the beginning also vary more. */
    private boolean isMuchWorse(double before, double after) {
        double scale = Math.max(1, 1 - before);
        double chance = STANDARD_ERRORS * Math.sqrt(0.5 / rows);
        double gained = Math.max(0, before - baseline);
        return before - after > Math.max(SHARE_OF_GAIN * gained, Math.max(MIN_DROP, chance) * scale);
    }
}
