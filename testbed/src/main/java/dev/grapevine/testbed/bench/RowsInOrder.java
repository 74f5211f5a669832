package dev.grapevine.testbed.bench;

import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.rows.Dataset;

/** A data set that notes which of its rows are read, while somebody wants to know. For one thread. */
final class RowsInOrder implements Dataset {

    private final Dataset rows;
    private IntStream.Builder noted;

    RowsInOrder(Dataset rows) {
        this.rows = rows;
    }

    /** Rows are noted from now on. */
    void note() {
        noted = IntStream.builder();
    }

    /** Those since {@link #note}, in order; no more are noted. */
    int[] noted() {
        int[] all = noted.build().toArray();
        noted = null;
        return all;
    }

    @Override
    public int rows() {
        return rows.rows();
    }

    @Override
    public int width() {
        return rows.width();
    }

    @Override
    public void features(int[] which, int from, int count, float[] out) {
        if (noted != null) {
            for (int i = from; i < from + count; i++) {
                noted.add(which[i]);
            }
        }
        rows.features(which, from, count, out);
    }

    @Override
    public float target(int row) {
        return rows.target(row);
    }

    @Override
    public int positions() {
        return rows.positions();
    }

    @Override
    public void targets(int[] which, int from, int count, float[] out) {
        rows.targets(which, from, count, out);
    }

    @Override
    public int shuffleWindow() {
        return rows.shuffleWindow();
    }

    @Override
    public void willRead(int from, int count) {
        rows.willRead(from, count);
    }
}
