package dev.grapevine.node.replica.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of which only the features that are not 0 are kept. */
final class SparseRows implements Dataset {

    /**
     * One row.
     *
     * @param columns feature numbers from 0, ascending
     * @param values  the feature of each
     */
    record Row(int[] columns, float[] values, float target) {

        Row withTarget(float value) {
            return new Row(columns, values, value);
        }
    }

    private final int width;
    private final List<Row> rows;

    SparseRows(int width, List<Row> rows) {
        this.width = width;
        this.rows = List.copyOf(rows);
    }

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void features(int[] rowNumbers, int from, int count, float[] out) {
        Arrays.fill(out, 0, count * width, 0);
        for (int i = 0; i < count; i++) {
            Row row = rows.get(rowNumbers[from + i]);
            for (int k = 0; k < row.columns.length; k++) {
                out[i * width + row.columns[k]] = row.values[k];
            }
        }
    }

    @Override
    public float target(int row) {
        return rows.get(row).target;
    }

    @Override
    public Dataset compact(int[] rowNumbers) {
        List<Row> kept = new ArrayList<>();
        for (int row : rowNumbers) {
            kept.add(rows.get(row));
        }
        return new SparseRows(width, kept);
    }
}
