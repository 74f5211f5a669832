package dev.grapevine.node.replica.data.rows;

/** Takes rows one after the other and becomes a data set of them. */
public interface RowSink {

    /** Adds a row of all features, whose array belongs to the data set from now on. */
    void add(float[] row, float target);

    /** Adds a row of which all other features are 0. */
    void add(SparseRows.Row row);

    /** The rows so far; nothing may be added any more. */
    Dataset build();
}
