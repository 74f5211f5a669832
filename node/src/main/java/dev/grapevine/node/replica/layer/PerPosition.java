package dev.grapevine.node.replica.layer;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;

/**
 * Applies one layer to each position of a sequence (time-distributed): a row holds one row of the inner layer per
 * position.
 */
public final class PerPosition implements Layer {

    private final Layer inner;
    private final int positions;

    public PerPosition(Layer inner, int positions) {
        this.inner = inner;
        this.positions = positions;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public int inputs() {
        return Math.multiplyExact(positions, inner.inputs());
    }

    @Override
    public int outputs() {
        return Math.multiplyExact(positions, inner.outputs());
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {
        inner.declare(layout, prefix);
    }

    @Override
    public long parameters() {
        return inner.parameters();
    }

    @Override
    public long values() {
        return positions * inner.values();
    }

    @Override
    public void prepare(int batchMax) {
        inner.prepare(Math.multiplyExact(positions, batchMax));
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {
        inner.initialise(parameters, random);
    }

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return positions * inner.operationsPerRow(inputGradientWanted);
    }

    @Override
    public boolean drawsAtRandom() {
        return inner.drawsAtRandom();
    }

    @Override
    public void startStep(RandomStream random) {
        inner.startStep(random);
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        inner.forward(parameters, input, output, batch * positions);
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        inner.backward(parameters, input, output, outputGradient, inputGradient, gradient, batch * positions);
    }
}
