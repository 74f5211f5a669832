package dev.grapevine.node.replica.layer;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.kernel.LayerKernels;

/** Gaussian error linear unit (GELU), element by element. */
public final class Gelu implements Layer {

    private static final LayerKernels KERNELS = LayerKernels.best();
    /** Operations per value, forward and backward; a division counts as one. */
    private static final long OPERATIONS = 60;

    private final int width;

    public Gelu(int width) {
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
        return OPERATIONS * width;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        KERNELS.gelu(input, output, batch * width);
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        if (inputGradient != null) {
            KERNELS.geluGradient(input, outputGradient, inputGradient, batch * width);
        }
    }
}
