package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.kernel.LayerKernels;

/**
 * Layer normalisation (J. L. Ba et al., "Layer Normalization", 2016): normalises each row to mean 0 and variance 1,
 * then applies a scale and a shift per feature, which start at 1 and 0.
 */
public final class LayerNorm implements Layer {

    private static final LayerKernels KERNELS = LayerKernels.best();
    private static final Kernels VECTORS = Kernels.best();
    /** Operations per value, forward and backward. */
    private static final long OPERATIONS = 24;

    private final int width;
    private int scaleOffset;
    private int shiftOffset;
    private float[] normalised;
    private float[] inverseDeviations;
    private float[] lanes;

    public LayerNorm(int width) {
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
    public void declare(Layout.Builder layout, String prefix) {
        scaleOffset = layout.add(prefix + ".scale", width);
        shiftOffset = layout.add(prefix + ".shift", width);
    }

    @Override
    public long parameters() {
        return 2L * width;
    }

    @Override
    public long values() {
        return width + 1L;
    }

    @Override
    public void prepare(int batchMax) {
        normalised = new float[Math.multiplyExact(batchMax, width)];
        inverseDeviations = new float[batchMax];
        lanes = new float[LayerKernels.LANES_AT_ONCE];
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {
        Arrays.fill(parameters, scaleOffset, scaleOffset + width, 1);
        Arrays.fill(parameters, shiftOffset, shiftOffset + width, 0);
    }

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return OPERATIONS * width;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        for (int row = 0; row < batch; row++) {
            inverseDeviations[row] = KERNELS.normalise(input, row * width, parameters, scaleOffset, shiftOffset,
                    normalised, output, width, lanes);
        }
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        Arrays.fill(gradient, scaleOffset, scaleOffset + width, 0);
        Arrays.fill(gradient, shiftOffset, shiftOffset + width, 0);
        for (int row = 0; row < batch; row++) {
            int offset = row * width;
            KERNELS.multiplyAdd(outputGradient, offset, normalised, offset, gradient, scaleOffset, width);
            VECTORS.axpy(1, outputGradient, offset, gradient, shiftOffset, width);
            if (inputGradient != null) {
                KERNELS.normaliseGradient(normalised, outputGradient, offset, parameters, scaleOffset,
                        inverseDeviations[row], inputGradient, width, lanes);
            }
        }
    }
}
