package dev.grapevine.node.predict;

import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.report.CalibrationError;
import dev.grapevine.node.replica.report.ConfusionMatrix;

/** Metrics of a classifier from its predictions of rows with known classes. Not thread-safe. */
public final class ClassEvaluation implements Predictor.Predictions {

    /** Probability with which a class that a model excludes counts in the log loss. */
    private static final double LEAST_PROBABILITY = 1e-15;

    /**
     * Metrics of one class; NaN where there are no rows to compute them from.
     *
     * @param rows of this class
     * @param f1   harmonic mean of precision and recall
     */
    public record OfClass(String name, long rows, double precision, double recall, double f1) {}

    private final List<String> classes;
    private final ConfusionMatrix confusions;
    private final CalibrationError calibration = new CalibrationError();
    private final ClassScores scores;
    private double loss;
    private long rows;
    private long right;

    public ClassEvaluation(Schema schema) {
        this.classes = schema.classes();
        this.confusions = new ConfusionMatrix(classes.size());
        this.scores = new ClassScores(classes.size());
    }

    @Override
    public void add(Prediction prediction, float target) {
        int actual = (int) target;
        boolean isRight = prediction.best() == actual;
        rows++;
        right += isRight ? 1 : 0;
        loss -= StrictMath.log(Math.max(prediction.probability(actual), LEAST_PROBABILITY));
        confusions.add(actual, prediction.best());
        calibration.add(prediction.probability(prediction.best()), isRight);
        scores.add(prediction, actual);
    }

    public long rows() {
        return rows;
    }

    /** Share of rows that are predicted correctly. */
    public double accuracy() {
        return (double) right / rows;
    }

    /** Mean negative logarithm of the probability of the correct class. */
    public double logLoss() {
        return loss / rows;
    }

    /** Expected calibration error. */
    public double calibrationError() {
        return calibration.value();
    }

    /**
     * Area under the curve: of two classes that of the second, of more the mean over each against the others. NaN
     * without rows of several classes.
     */
    public double auc() {
        return classes.size() == 2 ? scores.area(1) : scores.meanArea();
    }

    public ConfusionMatrix confusions() {
        return confusions;
    }

    public List<String> classes() {
        return classes;
    }

    /** Metrics of each class, in the order of the schema. */
    public List<OfClass> ofClasses() {
        return IntStream.range(0, classes.size()).mapToObj(i -> {
            double precision = confusions.precision(i);
            double recall = confusions.recall(i);
            double sum = precision + recall;
            return new OfClass(classes.get(i), confusions.rows(i), precision, recall,
                    sum == 0 ? 0 : 2 * precision * recall / sum);
        }).toList();
    }
}
