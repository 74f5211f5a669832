package dev.grapevine.node.replica.layer;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;

/**
 * Dropout (N. Srivastava et al., "Dropout", JMLR 2014): in training steps, each value becomes 0 with a given
 * probability and is scaled otherwise, so that its expectation is unchanged. Outside training steps values pass
 * unchanged.
 */
public final class Dropout implements Layer {

    private final int width;
    private final double probability;
    /** Factor of each value. */
    private float[] factors;
    /** Source of randomness of the next batch; null outside training steps. */
    private RandomStream random;
    private boolean dropped;

    /** @param probability of dropping a value, at least 0 and less than 1 */
    public Dropout(int width, double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("A dropout probability cannot be " + probability);
        }
        this.width = width;
        this.probability = probability;
    }

    @Override
    public int inputs() {
        return width;
    }

    @Override
    public int outputs() {
        return width;
    }

    @Override
    public long values() {
        return width;
    }

    @Override
    public void prepare(int batchMax) {
        factors = new float[Math.multiplyExact(batchMax, width)];
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {}

    @Override
    public void initialise(float[] parameters, RandomStream random) {}

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return 2L * width;
    }

    @Override
    public boolean drawsAtRandom() {
        return true;
    }

    @Override
    public void startStep(RandomStream random) {
        this.random = random;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        dropped = random != null;
        if (dropped) {
            draw(batch * width);
            multiply(input, output, batch * width);
            random = null;
        } else {
            System.arraycopy(input, 0, output, 0, batch * width);
        }
    }

    /** Each draw of 64 random bits decides about two values. */
    private void draw(int count) {
        long threshold = (long) (probability * 0x1p32);
        float kept = (float) (1 / (1 - probability));
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = i % 2 == 0 ? random.nextLong() : bits >>> 32;
            factors[i] = (bits & 0xffff_ffffL) < threshold ? 0 : kept;
        }
    }

    private void multiply(float[] from, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = from[i] * factors[i];
        }
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        if (inputGradient == null) {
            return;
        }
        if (dropped) {
            multiply(outputGradient, inputGradient, batch * width);
        } else {
            System.arraycopy(outputGradient, 0, inputGradient, 0, batch * width);
        }
    }
}
