package dev.grapevine.testbed.bench;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;

/** Noise in the shape of MNIST, in ten classes, for those who have no MNIST. */
final class RandomImages implements Dataset {

    private static final int ROWS = 8192;
    private static final int WIDTH = 784;
    private static final int CLASSES = 10;

    private final float[] pixels = new float[ROWS * WIDTH];

    RandomImages() {
        RandomStream random = new RandomStream(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
    }

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void features(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(pixels, rows[from + i] * WIDTH, out, i * WIDTH, WIDTH);
        }
    }

    @Override
    public float target(int row) {
        return row % CLASSES;
    }
}
