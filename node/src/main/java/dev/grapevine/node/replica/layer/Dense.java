package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.kernel.MatrixKernels;
import dev.grapevine.node.replica.kernel.MatrixKernels.View;
import dev.grapevine.node.replica.kernel.Transposition;

/**
 * Fully connected layer: every output is a weighted sum of all inputs, plus a bias. By default weights start normal
 * with variance 2 / inputs (K. He et al., "Delving Deep into Rectifiers", ICCV 2015); biases start at 0.
 */
public final class Dense implements Layer {

    private static final MatrixKernels MATRICES = MatrixKernels.best();
    private static final Kernels VECTORS = Kernels.best();

    private final int inputs;
    private final int outputs;
    private final double deviation;
    private float[] transposedWeight;
    private int weightOffset;
    private int biasOffset;
    private Transposition transposition;

    public Dense(int inputs, int outputs) {
        this(inputs, outputs, Math.sqrt(2.0 / inputs));
    }

    /** @param deviation standard deviation of the initial weights */
    public Dense(int inputs, int outputs, double deviation) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.deviation = deviation;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public long parameters() {
        return (inputs + 1L) * outputs;
    }

    @Override
    public void prepare(int batchMax) {
        transposedWeight = new float[Math.multiplyExact(inputs, outputs)];
        transposition = new Transposition(inputs, outputs);
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {
        weightOffset = layout.add(prefix + ".weight", inputs, outputs);
        biasOffset = layout.add(prefix + ".bias", outputs);
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {
        for (int i = 0; i < inputs * outputs; i++) {
            parameters[weightOffset + i] = (float) (random.nextGaussian() * deviation);
        }
        Arrays.fill(parameters, biasOffset, biasOffset + outputs, 0);
    }

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return (inputGradientWanted ? 6L : 4L) * inputs * outputs;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        for (int row = 0; row < batch; row++) {
            System.arraycopy(parameters, biasOffset, output, row * outputs, outputs);
        }
        MATRICES.multiplyAdd(batch, outputs, inputs, View.rowMajor(input, 0, inputs),
                View.rowMajor(parameters, weightOffset, outputs), View.rowMajor(output, 0, outputs));
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        View outputGradients = View.rowMajor(outputGradient, 0, outputs);
        MATRICES.multiply(inputs, outputs, batch, View.rowMajor(input, 0, inputs).transposed(), outputGradients,
                View.rowMajor(gradient, weightOffset, outputs));
        Arrays.fill(gradient, biasOffset, biasOffset + outputs, 0);
        for (int row = 0; row < batch; row++) {
            VECTORS.axpy(1, outputGradient, row * outputs, gradient, biasOffset, outputs);
        }
        if (inputGradient != null) {
            transposition.transpose(parameters, weightOffset, transposedWeight);
            MATRICES.multiply(batch, inputs, outputs, outputGradients, View.rowMajor(transposedWeight, 0, inputs),
                    View.rowMajor(inputGradient, 0, inputs));
        }
    }
}
