package dev.grapevine.node.predict;

import java.util.Arrays;

import dev.grapevine.node.replica.report.RocArea;

/** Probabilities of classes for many rows, for the area under the curve. Not thread-safe. */
final class ClassScores {

    /** Values kept at most; with more, there is no area. */
    private static final int MAX_VALUES = 1 << 26;

    private final int classes;
    private float[] scores = new float[0];
    private int[] actual = new int[0];
    private int rows;
    private boolean tooMany;

    ClassScores(int classes) {
        this.classes = classes;
    }

    void add(Prediction prediction, int actualClass) {
        if (tooMany || (rows + 1L) * classes > MAX_VALUES) {
            tooMany = true;
            return;
        }
        if (rows == actual.length) {
            int capacity = (int) Math.min(Math.max(256L, 2L * rows), MAX_VALUES / classes);
            actual = Arrays.copyOf(actual, capacity);
            scores = Arrays.copyOf(scores, capacity * classes);
        }
        for (int i = 0; i < classes; i++) {
            scores[rows * classes + i] = (float) prediction.probability(i);
        }
        actual[rows] = actualClass;
        rows++;
    }

    /** Area for one class against the others; NaN without rows of both, or with too many rows. */
    double area(int number) {
        if (tooMany) {
            return Double.NaN;
        }
        float[] own = new float[rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            own[row] = scores[row * classes + number];
            positive[row] = actual[row] == number;
        }
        return RocArea.of(own, positive);
    }

    /** Mean area over the classes that have one. */
    double meanArea() {
        double sum = 0;
        int found = 0;
        for (int i = 0; i < classes; i++) {
            double area = area(i);
            if (!Double.isNaN(area)) {
                sum += area;
                found++;
            }
        }
        return found == 0 ? Double.NaN : sum / found;
    }
}
