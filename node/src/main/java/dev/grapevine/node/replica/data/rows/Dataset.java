package dev.grapevine.node.replica.data.rows;

import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Rows of features with a target each, encoded and scaled as a {@link Schema} says. Never changes once loaded: any
 * thread may read it.
 */
public interface Dataset {

    /** How many rows there are. */
    int rows();

    /** Features per row. */
    int width();

    /**
     * Copies the features of some rows, row-major.
     *
     * @param rows  row numbers
     * @param from  the first of them to copy
     * @param count how many to copy
     * @param out   receives {@code count * width()} values from index 0 on
     */
    void features(int[] rows, int from, int count, float[] out);

    /**
     * The class's number in the schema, or, for regression, the scaled value. Of a row with several targets, the first.
     */
    float target(int row);

    /** Targets per row. */
    default int positions() {
        return 1;
    }

    /**
     * Copies the targets of some rows, row-major.
     *
     * @param rows  row numbers
     * @param from  the first of them to copy
     * @param count how many rows to copy
     * @param out   receives {@code count * positions()} values from index 0 on
     */
    default void targets(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = target(rows[from + i]);
        }
    }

    /**
     * Of how many rows a training order may mix any with any. Where these are not all, orders take other rows only later,
     * so that a data set on disk is read in large pieces.
     */
    default int shuffleWindow() {
        return Integer.MAX_VALUE;
    }

    /** Tells that some consecutive rows will be read soon, in any order. */
    default void willRead(int from, int count) {}

    /** A view of some rows, in that order; it copies nothing and keeps this whole data set in memory. */
    default Dataset subset(int[] rows) {
        return new Subset(this, rows);
    }

    /** Some rows, in that order, in a data set that does not keep the others in memory. */
    default Dataset compact(int[] rows) {
        return DenseRows.copyOf(this, rows);
    }
}
