package dev.grapevine.node.replica.training;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.model.Network;

/** Judges parameters on a data set. */
public final class Evaluator {

    /**
     * @param accuracy the share of targets that are predicted; for regression R², one minus the squared error over
     *                 the targets' variance
     * @param loss     mean loss
     */
    public record Metrics(double accuracy, double loss) {}

    private Evaluator() {}

    /** Sees what a network says of one target after the other. */
    @FunctionalInterface
    public interface Predictions {

        /**
         * @param outputs the values of some predictions, one prediction after the other; valid during the call only
         * @param number  which of them is meant
         * @param target  what would be right
         */
        void add(float[] outputs, int number, float target);
    }

    /**
     * @param network to compute with; not used by another thread meanwhile
     */
    public static Metrics evaluate(Network network, float[] parameters, Dataset data) {
        return evaluate(network, parameters, data, () -> false);
    }

    /**
     * Judges, and may be told that nobody wants to know any more.
     *
     * @param network   to compute with; not used by another thread meanwhile
     * @param cancelled asked for each prediction; may be set by another thread
     * @throws CancelledException if it was cancelled
     */
    public static Metrics evaluate(Network network, float[] parameters, Dataset data, BooleanSupplier cancelled) {
        Tally tally = new Tally();
        visit(network, parameters, data, (outputs, number, target) -> {
            if (cancelled.getAsBoolean()) {
                throw new CancelledException();
            }
            tally.add(network, outputs, number, target);
        });
        return tally.metrics(network.outputs() > 1);
    }

    /**
     * Shows the predictions for all rows, in order.
     *
     * @param network to compute with; not used by another thread meanwhile
     */
    public static void visit(Network network, float[] parameters, Dataset data, Predictions predictions) {
        int[] rows = new int[data.rows()];
        Arrays.setAll(rows, i -> i);
        for (int from = 0; from < rows.length; from += network.batchMax()) {
            int count = Math.min(network.batchMax(), rows.length - from);
            data.features(rows, from, count, network.inputBuffer());
            data.targets(rows, from, count, network.targetBuffer());
            float[] outputs = network.forward(parameters, count);
            for (int i = 0; i < count * network.positions(); i++) {
                predictions.add(outputs, i, network.targetBuffer()[i]);
            }
        }
    }

    private static final class Tally {
        private int predictions;
        private int right;
        private double loss;
        private double squaredError;
        private double sum;
        private double squares;

        void add(Network network, float[] outputs, int number, float target) {
            int width = network.outputs();
            predictions++;
            loss += network.loss().of(outputs, number, width, target);
            if (width > 1) {
                right += argmax(outputs, number * width, width) == (int) target ? 1 : 0;
            } else {
                double error = outputs[number] - target;
                squaredError += error * error;
                sum += target;
                squares += (double) target * target;
            }
        }

        Metrics metrics(boolean classes) {
            if (predictions == 0) {
                return new Metrics(Double.NaN, Double.NaN);
            }
            double variance = squares - sum * sum / predictions;
            return new Metrics(classes ? (double) right / predictions : 1 - squaredError / variance,
                    loss / predictions);
        }
    }

    /** The index of the greatest of some values, counted from the first of them; of equal ones the first. */
    public static int argmax(float[] values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
