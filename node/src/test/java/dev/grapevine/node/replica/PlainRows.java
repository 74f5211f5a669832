package dev.grapevine.node.replica;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.data.rows.Dataset;

/** Rows made up by a test, with a record of the rows that were read. */
public final class PlainRows implements Dataset {

    private final float[][] features;
    private final float[] targets;
    private final List<Integer> asked = new ArrayList<>();

    public PlainRows(float[][] features, float[] targets) {
        this.features = features;
        this.targets = targets;
    }

    /** Standard normal features, and classes that depend on them. */
    public static PlainRows classes(int rows, int width, int classes, RandomStream random) {
        float[][] features = new float[rows][];
        float[] targets = new float[rows];
        float[][] centres = new float[classes][];
        for (int i = 0; i < classes; i++) {
            centres[i] = RandomFloats.normal(width, random);
        }
        for (int row = 0; row < rows; row++) {
            int label = random.nextInt(classes);
            features[row] = RandomFloats.normal(width, random);
            for (int i = 0; i < width; i++) {
                features[row][i] += 2 * centres[label][i];
            }
            targets[row] = label;
        }
        return new PlainRows(features, targets);
    }

    /** Rows whose features were read so far, in order. */
    public List<Integer> asked() {
        return asked;
    }

    @Override
    public int rows() {
        return features.length;
    }

    @Override
    public int width() {
        return features[0].length;
    }

    @Override
    public void features(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            asked.add(rows[from + i]);
            System.arraycopy(features[rows[from + i]], 0, out, i * width(), width());
        }
    }

    @Override
    public float target(int row) {
        return targets[row];
    }
}
