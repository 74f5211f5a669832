package dev.grapevine.node.result;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import dev.grapevine.node.replica.training.Evaluator.Metrics;

/**
 * Knows how good a run was at its best, and says in the end whether the last is much worse.
 *
 * <p>Much worse is what loses more than {@value #LEAST_DROP}, more than a third of all that was learned, and more than chance
 * can do on so many rows: judgements that go up and down, as those of few rows or of skewed data do, are not. A loss that
 * is no number is worse than any. Where several nodes are judged, those count that were judged both times: whoever comes
 * late has not fallen. Not for several threads at once.
 */
public final class BestMetrics {

    private static final double LEAST_DROP = 0.1;
    private static final double SHARE_OF_GAIN = 1.0 / 3;
    /** So many standard errors of the difference of two shares, each of so many rows, are no chance. */
    private static final double STANDARD_ERRORS = 4;

    /** What was seen at one time, by number of the node. */
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
    private double least;
    private Seen best;
    private Seen last;

    /**
     * @param rows    that are judged on
     * @param outputs of the model: one for each class; 1 for regression
     */
    public BestMetrics(int rows, int outputs) {
        this.rows = rows;
        this.classifies = outputs > 1;
        // Of who guesses; of who says the mean.
        this.least = classifies ? 1.0 / outputs : 0;
    }

    /**
     * One model was judged.
     *
     * @param seconds since the start, in order
     * @return whether it is the best so far
     */
    public boolean add(double seconds, Metrics metrics) {
        return add(seconds, Map.of(0, metrics));
    }

    /**
     * Some nodes were judged at the same time; none of them means that nothing is known.
     *
     * @param seconds since the start, in order
     * @return whether they are the best so far, in the mean
     */
    public boolean add(double seconds, Map<Integer, Metrics> nodes) {
        if (nodes.isEmpty() || rows == 0) {
            return false;
        }
        last = new Seen(seconds, nodes);
        boolean better = last.isNumber() && (best == null || last.isBetterThan(best));
        if (better) {
            // A model that is worse than guessing has not learned anything, and may be as much worse as it likes.
            least = best == null ? Math.min(least, Math.max(0, last.accuracy())) : least;
            best = last;
        }
        return better;
    }

    /** How far the last is below the best; empty if it is not much worse. */
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

    /** Squared errors that are large from the beginning differ by as much more. */
    private boolean isMuchWorse(double before, double after) {
        double scale = Math.max(1, 1 - before);
        double chance = STANDARD_ERRORS * Math.sqrt(0.5 / rows);
        double gained = Math.max(0, before - least);
        return before - after > Math.max(SHARE_OF_GAIN * gained, Math.max(LEAST_DROP, chance) * scale);
    }
}
