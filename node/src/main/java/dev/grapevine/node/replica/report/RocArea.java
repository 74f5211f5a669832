package dev.grapevine.node.replica.report;

import java.util.Arrays;

/**
 * Area under the receiver operating characteristic curve (AUC): the probability that a random row of a class has a
 * higher score than a random row of the others; equal scores count half (J. A. Hanley and B. J. McNeil, "The Meaning and
 * Use of the Area under a Receiver Operating Characteristic (ROC) Curve", 1982).
 */
public final class RocArea {

    private RocArea() {}

    /**
     * Computes the area.
     *
     * @param scores   of the rows, 0 to 1
     * @param positive whether each row is of the class
     * @return 0 to 1; NaN unless there are rows of the class and others
     */
    public static double of(float[] scores, boolean[] positive) {
        // The order of scores that are not negative is that of their bits.
        long[] sorted = new long[scores.length];
        long positives = 0;
        for (int row = 0; row < scores.length; row++) {
            sorted[row] = ((long) Float.floatToIntBits(scores[row]) << 1) | (positive[row] ? 1 : 0);
            positives += positive[row] ? 1 : 0;
        }
        Arrays.sort(sorted);
        long negatives = scores.length - positives;
        double wins = 0;
        long below = 0;
        for (int from = 0; from < sorted.length;) {
            long[] equal = new long[2];
            int to = from;
            while (to < sorted.length && sorted[to] >> 1 == sorted[from] >> 1) {
                equal[(int) (sorted[to] & 1)]++;
                to++;
            }
            wins += equal[1] * (below + equal[0] / 2.0);
            below += equal[0];
            from = to;
        }
        return positives == 0 || negatives == 0 ? Double.NaN : wins / ((double) positives * negatives);
    }
}
