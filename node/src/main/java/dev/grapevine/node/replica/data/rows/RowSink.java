package dev.grapevine.node.replica.data.rows;

/** Collects rows one by one into a data set. */
public interface RowSink {

    /** Adds a dense row. The data set owns the array from now on. */
    void add(float[] row, float target);

    /** Adds a sparse row, whose missing features are 0. */
    void add(SparseRows.Row row);

    /** Returns the data set of all rows so far. No row may be added afterwards. */
    Dataset build();
}
