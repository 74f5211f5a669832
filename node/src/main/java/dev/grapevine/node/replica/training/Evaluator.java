package dev.grapevine.node.replica.training;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.model.Network;

/** Evaluates parameters on a data set. */
public final class Evaluator {

    /**
     * Result of an evaluation.
     *
     * @param accuracy share of correct predictions; for regression R², one minus the mean squared error over the
     *                 targets' variance
     * @param loss     mean loss
     */
    public record Metrics(double accuracy, double loss) {}

    private Evaluator() {}

    /** Callback for each prediction and its target. */
    @FunctionalInterface
    public interface Predictions {

        /**
         * Receives one prediction.
         *
         * @param outputs values of several predictions, consecutively; valid during the call only
         * @param number  index of this prediction in {@code outputs}
         * @param target  correct value
         */
        void add(float[] outputs, int number, float target);
    }

    /**
     * Evaluates parameters.
     *
     * @param network to compute with; no other thread may use it meanwhile
     */
    public static Metrics evaluate(Network network, float[] parameters, Dataset data) {
        return evaluate(network, parameters, data, () -> false);
    }

    /**
     * Evaluates parameters and can be cancelled.
     *
     * @param network   to compute with; no other thread may use it meanwhile
     * @param cancelled asked for each prediction; another thread may set it
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
     * Visits the predictions for all rows, in order.
     *
     * @param network to compute with; no other thread may use it meanwhile
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

    /** Index of the largest value, relative to {@code from}; the first one if several are equal. */
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
