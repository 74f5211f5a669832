package dev.grapevine.node.replica.layer;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.kernel.ReluKernel;

/** Rectified linear unit (ReLU), max(0, x), element by element. */
public final class Relu implements Layer {

    private final int width;

    public Relu(int width) {
        this.width = width;
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
    public void declare(Layout.Builder layout, String prefix) {}

    @Override
    public void initialise(float[] parameters, RandomStream random) {}

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return 2L * width;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        ReluKernel.forward(input, output, batch * width);
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        if (inputGradient != null) {
            ReluKernel.backward(output, outputGradient, inputGradient, batch * width);
        }
    }
}
