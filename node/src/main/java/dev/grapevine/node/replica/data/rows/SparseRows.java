package dev.grapevine.node.replica.data.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sparse rows: only nonzero features are stored. */
public final class SparseRows implements Dataset {

    /**
     * One sparse row.
     *
     * @param columns feature numbers from 0, ascending
     * @param values  nonzero features, one per column
     */
    public record Row(int[] columns, float[] values, float target) {

        /** Sparse form of a dense row. */
        static Row of(float[] row, float target) {
            int count = countNonzero(row);
            int[] columns = new int[count];
            float[] values = new float[count];
            int next = 0;
            for (int column = 0; column < row.length; column++) {
                if (row[column] != 0) {
                    columns[next] = column;
                    values[next] = row[column];
                    next++;
                }
            }
            return new Row(columns, values, target);
        }

        static int countNonzero(float[] row) {
            int count = 0;
            for (float value : row) {
                count += value == 0 ? 0 : 1;
            }
            return count;
        }

        /** The same row with another target. */
        public Row withTarget(float value) {
            return new Row(columns, values, value);
        }
    }

    /** Bytes of the objects that a row consists of. */
    private static final int ROW_BYTES = 64;

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

    /** Collects rows one by one. */
    public static final class Builder implements RowSink {

        private final int width;
        private final RowBudget budget;
        private final List<Row> rows = new ArrayList<>();

        /** @param budget pays for the memory of each row */
        public Builder(int width, RowBudget budget) {
            this.width = width;
            this.budget = budget;
        }

        @Override
        public void add(float[] row, float target) {
            add(Row.of(row, target));
        }

        @Override
        public void add(Row row) {
            budget.spend((long) row.columns.length * (Integer.BYTES + Float.BYTES) + ROW_BYTES);
            rows.add(row);
        }

        @Override
        public SparseRows build() {
            return new SparseRows(width, rows);
        }
    }
}
