package dev.grapevine.node.replica.data.rows;

import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Rows of features with one or more targets each, encoded and scaled as a {@link Schema} says. Immutable once loaded,
 * and so thread-safe.
 */
public interface Dataset {

    /** Number of rows. */
    int rows();

    /** Features per row. */
    int width();

    /**
     * Copies the features of some rows, row-major.
     *
     * @param rows  row numbers
     * @param from  index in {@code rows} of the first row to copy
     * @param count number of rows to copy
     * @param out   receives {@code count * width()} values from index 0 on
     */
    void features(int[] rows, int from, int count, float[] out);

    /** First target of a row: the class number in the schema or, for regression, the scaled value. */
    float target(int row);

    /** Targets per row. */
    default int positions() {
        return 1;
    }

    /**
     * Copies the targets of some rows, row-major.
     *
     * @param rows  row numbers
     * @param from  index in {@code rows} of the first row to copy
     * @param count number of rows to copy
     * @param out   receives {@code count * positions()} values from index 0 on
     */
    default void targets(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = target(rows[from + i]);
        }
    }

    /**
     * Number of rows within which a row order may shuffle freely. If it is less than all rows, orders read the data set
     * in large pieces, because it lies on disk.
     */
    default int shuffleWindow() {
        return Integer.MAX_VALUE;
    }

    /** Hint that these consecutive rows will be read soon, in any order. */
    default void willRead(int from, int count) {}

    /** View of some rows, in the given order. It copies nothing and keeps this whole data set in memory. */
    default Dataset subset(int[] rows) {
        return new Subset(this, rows);
    }

    /** Data set of some rows, in the given order, that does not keep the others in memory. */
    default Dataset compact(int[] rows) {
        return DenseRows.copyOf(this, rows);
    }
}
