package dev.grapevine.node.replica;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.data.rows.Dataset;

/** Rows of random symbols, each of which must be predicted one position later. */
public final class PlainSequences implements Dataset {

    private final int positions;
    private final float[][] symbols;

    public PlainSequences(int rows, int positions, int symbols, RandomStream random) {
        this.positions = positions;
        this.symbols = new float[rows][];
        for (int row = 0; row < rows; row++) {
            this.symbols[row] = RandomFloats.classes(positions, symbols, random);
        }
    }

    @Override
    public int rows() {
        return symbols.length;
    }

    @Override
    public int width() {
        return positions;
    }

    @Override
    public int positions() {
        return positions;
    }

    @Override
    public void features(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(symbols[rows[from + i]], 0, out, i * positions, positions);
        }
    }

    @Override
    public float target(int row) {
        return 0;
    }

    @Override
    public void targets(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i * positions] = target(rows[from + i]);
            System.arraycopy(symbols[rows[from + i]], 0, out, i * positions + 1, positions - 1);
        }
    }
}
