package dev.grapevine.node.predict;

import java.util.List;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.training.Evaluator;

/**
 * One prediction in the user's terms: a class with the probabilities of all classes, or a value in the target's units.
 * It changes with each row. Not thread-safe.
 */
public final class Prediction {

    private final Schema schema;
    private final double[] probabilities;
    private int best;
    private float scaled;

    Prediction(Schema schema) {
        this.schema = schema;
        this.probabilities = new double[schema.classes().size()];
    }

    /**
     * Shows one of several outputs of a network.
     *
     * @param number index of the prediction in {@code outputs}
     */
    void show(float[] outputs, int number) {
        if (schema.task() == Task.REGRESS) {
            scaled = outputs[number];
            return;
        }
        int classes = probabilities.length;
        best = Evaluator.argmax(outputs, number * classes, classes);
        double total = 0;
        for (int i = 0; i < classes; i++) {
            probabilities[i] = StrictMath.exp(outputs[number * classes + i] - outputs[number * classes + best]);
            total += probabilities[i];
        }
        for (int i = 0; i < classes; i++) {
            probabilities[i] /= total;
        }
    }

    public boolean isClass() {
        return schema.task() == Task.CLASSIFY;
    }

    /** Number of the most probable class. */
    public int best() {
        return best;
    }

    /** Name of the most probable class. */
    public String label() {
        return schema.classes().get(best);
    }

    /** Names of all classes, in the order of {@link #probability}. */
    public List<String> classes() {
        return schema.classes();
    }

    /** Probability of a class. */
    public double probability(int number) {
        return probabilities[number];
    }

    /** Predicted value in the target's units, for regression. */
    public double value() {
        return scaled * schema.target().scale() + schema.target().mean();
    }

    /** Predicted value as the model computes it, for regression. */
    float scaled() {
        return scaled;
    }
}
