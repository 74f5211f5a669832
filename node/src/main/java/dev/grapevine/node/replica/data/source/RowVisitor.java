package dev.grapevine.node.replica.data.source;

import java.util.Arrays;

import dev.grapevine.node.replica.data.rows.Dataset;

/** Callback for each row that is read for a trained model. */
@FunctionalInterface
public interface RowVisitor {

    /**
     * Receives one row.
     *
     * @param features of the row; valid during the call only
     * @param targets  one for each position, NaN where unknown; valid during the call only
     * @param from     first position whose prediction is wanted
     * @param to       position after the last one whose prediction is wanted
     */
    void row(float[] features, float[] targets, int from, int to);

    /** Visits all rows of a data set. */
    static void visit(Dataset data, RowVisitor visitor) {
        float[] features = new float[data.width()];
        float[] targets = new float[data.positions()];
        int[] row = new int[1];
        for (row[0] = 0; row[0] < data.rows(); row[0]++) {
            data.features(row, 0, 1, features);
            data.targets(row, 0, 1, targets);
            visitor.row(features, targets, 0, targets.length);
        }
    }

    /** Target of a row without a label. */
    static float[] unknown(int positions) {
        float[] targets = new float[positions];
        Arrays.fill(targets, Float.NaN);
        return targets;
    }
}
