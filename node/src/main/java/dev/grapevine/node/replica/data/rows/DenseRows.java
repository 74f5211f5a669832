package dev.grapevine.node.replica.data.rows;

import java.util.ArrayList;
import java.util.List;

/** Encoded rows with one array per row, so that a part of them can be kept without a copy. */
public final class DenseRows implements Dataset {

    private final int width;
    private final float[][] features;
    private final float[] targets;

    private DenseRows(int width, float[][] features, float[] targets) {
        this.width = width;
        this.features = features;
        this.targets = targets;
    }

    /** Copies rows of any data set. */
    static DenseRows copyOf(Dataset dataset, int[] rows) {
        float[][] features = new float[rows.length][dataset.width()];
        float[] targets = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            dataset.features(rows, i, 1, features[i]);
            targets[i] = dataset.target(rows[i]);
        }
        return new DenseRows(dataset.width(), features, targets);
    }

    @Override
    public int rows() {
        return targets.length;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void features(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(features[rows[from + i]], 0, out, i * width, width);
        }
    }

    @Override
    public float target(int row) {
        return targets[row];
    }

    @Override
    public Dataset compact(int[] rows) {
        float[][] kept = new float[rows.length][];
        float[] keptTargets = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            kept[i] = features[rows[i]];
            keptTargets[i] = targets[rows[i]];
        }
        return new DenseRows(width, kept, keptTargets);
    }

    /** Collects rows one by one. */
    public static final class Builder implements RowSink {

        private final int width;
        private final RowBudget budget;
        private final List<float[]> features = new ArrayList<>();
        private final FloatList targets = new FloatList();

        /** @param budget pays for the memory of each row */
        public Builder(int width, RowBudget budget) {
            this.width = width;
            this.budget = budget;
        }

        @Override
        public void add(float[] row, float target) {
            if (row.length != width) {
                throw new IllegalArgumentException("A row has " + row.length + " features instead of " + width);
            }
            budget.spend((long) width * Float.BYTES);
            features.add(row);
            targets.add(target);
        }

        @Override
        public void add(SparseRows.Row row) {
            float[] dense = new float[width];
            for (int i = 0; i < row.columns().length; i++) {
                dense[row.columns()[i]] = row.values()[i];
            }
            add(dense, row.target());
        }

        @Override
        public DenseRows build() {
            return new DenseRows(width, features.toArray(float[][]::new), targets.toArray());
        }
    }
}
