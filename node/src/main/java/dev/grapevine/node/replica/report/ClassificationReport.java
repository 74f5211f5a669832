package dev.grapevine.node.replica.report;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.training.Evaluator;

/**
 * Metrics of a classifier beyond accuracy and loss.
 *
 * @param calibrationError as {@link CalibrationError#value}
 */
public record ClassificationReport(ConfusionMatrix confusions, double calibrationError) {

    /**
     * Evaluates a classifier on a data set.
     *
     * @param network to compute with; no other thread may use it meanwhile
     */
    public static ClassificationReport of(Network network, float[] parameters, Dataset data) {
        int classes = network.outputs();
        ConfusionMatrix confusions = new ConfusionMatrix(classes);
        CalibrationError calibration = new CalibrationError();
        Evaluator.visit(network, parameters, data, (outputs, number, target) -> {
            int predicted = Evaluator.argmax(outputs, number * classes, classes);
            confusions.add((int) target, predicted);
            calibration.add(confidence(outputs, number * classes, classes, predicted), predicted == (int) target);
        });
        return new ClassificationReport(confusions, calibration.value());
    }

    /** Softmax probability of the largest output. */
    private static double confidence(float[] outputs, int from, int classes, int largest) {
        double total = 0;
        for (int i = 0; i < classes; i++) {
            total += StrictMath.exp(outputs[from + i] - outputs[from + largest]);
        }
        return 1 / total;
    }
}
