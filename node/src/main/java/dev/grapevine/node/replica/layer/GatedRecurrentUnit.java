package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.kernel.LayerKernels;
import dev.grapevine.node.replica.kernel.MatrixKernels;
import dev.grapevine.node.replica.kernel.MatrixKernels.View;

/**
 * Gated recurrent unit (GRU): the hidden state is also the output at each position; gates decide how much of it is
 * reset and updated (K. Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", EMNLP 2014; see
 * {@link LayerKernels#recurrentGates} for the equations). The state starts at 0 in every row. Weights start uniform
 * within ±1 / √width, biases at 0.
 */
public final class GatedRecurrentUnit implements Layer {

    private static final MatrixKernels MATRICES = MatrixKernels.best();
    private static final LayerKernels KERNELS = LayerKernels.best();
    private static final Kernels VECTORS = Kernels.best();
    /** Operations for each value of the state, besides the matrix products. */
    private static final long OPERATIONS = 120;

    private final int positions;
    private final int inputWidth;
    private final int width;
    private int inputWeight;
    private int hiddenWeight;
    private int inputBias;
    private int candidateBias;
    /**
     * The three gates of each row and position; during {@link #backward}, the gradients with respect to their inputs.
     */
    private float[] gates;
    /** Contribution of the previous state to the gates, in the same layout. */
    private float[] hidden;
    private float[] noState;
    private float[] stateGradient;
    private float[] transposedInputWeight;
    private float[] transposedHiddenWeight;

    public GatedRecurrentUnit(int positions, int inputWidth, int width) {
        this.positions = positions;
        this.inputWidth = inputWidth;
        this.width = width;
    }

    @Override
    public int inputs() {
        return Math.multiplyExact(positions, inputWidth);
    }

    @Override
    public int outputs() {
        return Math.multiplyExact(positions, width);
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {
        inputWeight = layout.add(prefix + ".inputWeight", inputWidth, 3 * width);
        hiddenWeight = layout.add(prefix + ".hiddenWeight", width, 3 * width);
        inputBias = layout.add(prefix + ".bias", 3 * width);
        candidateBias = layout.add(prefix + ".candidateBias", width);
    }

    @Override
    public long parameters() {
        return (inputWidth + (long) width) * 3 * width + 4L * width;
    }

    @Override
    public long values() {
        return 6L * positions * width;
    }

    @Override
    public void prepare(int batchMax) {
        gates = new float[Math.toIntExact(Math.multiplyExact(3L * positions * width, batchMax))];
        hidden = new float[gates.length];
        noState = new float[width];
        stateGradient = new float[Math.multiplyExact(batchMax, width)];
        transposedInputWeight = new float[Math.multiplyExact(inputWidth, 3 * width)];
        transposedHiddenWeight = new float[Math.multiplyExact(width, 3 * width)];
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {
        double bound = 1 / Math.sqrt(width);
        for (int i = inputWeight; i < inputBias; i++) {
            parameters[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        Arrays.fill(parameters, inputBias, candidateBias + width, 0);
    }

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        long products = (inputGradientWanted ? 6L : 4L) * inputWidth + 6L * width;
        return positions * (products * 3 * width + OPERATIONS * width);
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        for (int place = 0; place < batch * positions; place++) {
            int from = place * 3 * width;
            System.arraycopy(parameters, inputBias, gates, from, 3 * width);
            Arrays.fill(hidden, from, from + 2 * width, 0);
            System.arraycopy(parameters, candidateBias, hidden, from + 2 * width, width);
        }
        MATRICES.multiplyAdd(batch * positions, 3 * width, inputWidth, View.rowMajor(input, 0, inputWidth),
                View.rowMajor(parameters, inputWeight, 3 * width), View.rowMajor(gates, 0, 3 * width));
        for (int position = 0; position < positions; position++) {
            if (position > 0) {
                MATRICES.multiplyAdd(batch, 3 * width, width, states(output, position - 1),
                        View.rowMajor(parameters, hiddenWeight, 3 * width), parts(hidden, position));
            }
            for (int row = 0; row < batch; row++) {
                int place = row * positions + position;
                KERNELS.recurrentGates(gates, place * 3 * width, hidden, place * 3 * width, width);
                KERNELS.recurrentCandidate(gates, place * 3 * width, hidden, place * 3 * width, width);
                KERNELS.recurrentState(gates, place * 3 * width,
                        position == 0 ? noState : output, position == 0 ? 0 : (place - 1) * width, output,
                        place * width, width);
            }
        }
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        transpose(parameters, hiddenWeight, width, transposedHiddenWeight);
        backThroughTime(output, outputGradient, batch);
        Arrays.fill(gradient, inputWeight, candidateBias + width, 0);
        View byGates = View.rowMajor(gates, 0, 3 * width);
        MATRICES.multiplyAdd(inputWidth, 3 * width, batch * positions,
                View.rowMajor(input, 0, inputWidth).transposed(), byGates,
                View.rowMajor(gradient, inputWeight, 3 * width));
        for (int row = 0; row < batch; row++) {
            // The state before the first position is 0.
            MATRICES.multiplyAdd(width, 3 * width, positions - 1,
                    View.rowMajor(output, row * positions * width, width).transposed(),
                    View.rowMajor(hidden, (row * positions + 1) * 3 * width, 3 * width),
                    View.rowMajor(gradient, hiddenWeight, 3 * width));
        }
        for (int place = 0; place < batch * positions; place++) {
            VECTORS.axpy(1, gates, place * 3 * width, gradient, inputBias, 3 * width);
            VECTORS.axpy(1, hidden, place * 3 * width + 2 * width, gradient, candidateBias, width);
        }
        if (inputGradient != null) {
            transpose(parameters, inputWeight, inputWidth, transposedInputWeight);
            Arrays.fill(inputGradient, 0, batch * positions * inputWidth, 0);
            MATRICES.multiplyAdd(batch * positions, inputWidth, 3 * width, byGates,
                    View.rowMajor(transposedInputWeight, 0, inputWidth),
                    View.rowMajor(inputGradient, 0, inputWidth));
        }
    }

    /**
     * Backpropagation through time, from the last position to the first: replaces gates and hidden contributions by the
     * gradients with respect to them.
     */
    private void backThroughTime(float[] output, float[] outputGradient, int batch) {
        Arrays.fill(stateGradient, 0, batch * width, 0);
        for (int position = positions - 1; position >= 0; position--) {
            for (int row = 0; row < batch; row++) {
                int place = row * positions + position;
                VECTORS.axpy(1, outputGradient, place * width, stateGradient, row * width, width);
                KERNELS.recurrentStepGradient(gates, place * 3 * width, hidden, place * 3 * width,
                        position == 0 ? noState : output, position == 0 ? 0 : (place - 1) * width, stateGradient,
                        row * width, width);
            }
            MATRICES.multiplyAdd(batch, width, 3 * width, parts(hidden, position),
                    View.rowMajor(transposedHiddenWeight, 0, width), View.rowMajor(stateGradient, 0, width));
        }
    }

    /** States at one position, one row per row of the batch. */
    private View states(float[] output, int position) {
        return new View(output, position * width, positions * width, 1);
    }

    /** Three parts at one position, one row per row of the batch. */
    private View parts(float[] values, int position) {
        return new View(values, position * 3 * width, positions * 3 * width, 1);
    }

    private void transpose(float[] parameters, int offset, int rows, float[] target) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < 3 * width; column++) {
                target[column * rows + row] = parameters[offset + row * 3 * width + column];
            }
        }
    }
}
