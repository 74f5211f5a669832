package dev.grapevine.node.replica.model;

import java.util.List;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.loss.Loss;

/**
 * Feed-forward chain of layers with a loss at the end. It holds the activations of one batch but no parameters: callers
 * pass them in, so one network serves many replicas. Not thread-safe.
 */
public final class Network {

    private final List<Layer> layers;
    private final Loss loss;
    private final Layout layout;
    private final int batchMax;
    private final int positions;
    /** Activations before each layer, and the outputs at the end. */
    private final float[][] values;
    private final float[][] gradients;
    private final float[] targets;
    /** Null until first needed. */
    private float[] gradientBuffer;

    /**
     * @param layers   each takes the outputs of the previous one
     * @param batchMax maximum number of rows per batch
     */
    public Network(List<Layer> layers, Loss loss, int batchMax) {
        this(layers, loss, batchMax, 1);
    }

    /**
     * @param layers    each takes the outputs of the previous one
     * @param batchMax  maximum number of rows per batch
     * @param positions predictions per row, such as one for each character of a text; the last layer's outputs are
     *                  divided among them
     */
    public Network(List<Layer> layers, Loss loss, int batchMax, int positions) {
        this.layers = List.copyOf(layers);
        this.loss = loss;
        this.batchMax = batchMax;
        this.values = new float[layers.size() + 1][];
        this.gradients = new float[layers.size() + 1][];
        this.positions = positions;
        this.targets = new float[Math.multiplyExact(batchMax, positions)];
        Layout.Builder builder = new Layout.Builder();
        values[0] = new float[Math.multiplyExact(batchMax, layers.getFirst().inputs())];
        int denseNumber = 0;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (i > 0 && layer.inputs() != layers.get(i - 1).outputs()) {
                throw new IllegalArgumentException("Layer " + i + " takes " + layer.inputs() + " inputs, but "
                        + layers.get(i - 1).outputs() + " are given");
            }
            String prefix = layer.name() + (denseNumber + 1);
            layer.prepare(batchMax);
            int slicesBefore = builder.count();
            layer.declare(builder, prefix);
            denseNumber += builder.count() > slicesBefore ? 1 : 0;
            values[i + 1] = new float[Math.multiplyExact(batchMax, layer.outputs())];
            gradients[i + 1] = new float[values[i + 1].length];
        }
        this.layout = builder.build();
    }

    public Layout layout() {
        return layout;
    }

    public int inputs() {
        return layers.getFirst().inputs();
    }

    /** Values per prediction: number of classes, or 1 for regression. */
    public int outputs() {
        return layers.getLast().outputs() / positions;
    }

    /** Predictions, and targets, per row. */
    public int positions() {
        return positions;
    }

    public int batchMax() {
        return batchMax;
    }

    public Loss loss() {
        return loss;
    }

    /** Floating-point operations to train on one row. */
    public long operationsPerRow() {
        long operations = 0;
        for (int i = 0; i < layers.size(); i++) {
            operations += layers.get(i).operationsPerRow(i > 0);
        }
        return operations;
    }

    /** Marks the next {@link #gradient} as a training step and provides the randomness of its layers. */
    public void startStep(RandomStream random) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).drawsAtRandom()) {
                layers.get(i).startStep(random.fork("layer", i));
            }
        }
    }

    /** Whether {@link #startStep} has an effect. */
    public boolean drawsAtRandom() {
        return layers.stream().anyMatch(Layer::drawsAtRandom);
    }

    /** Initial parameters: the same for the same seed, on every machine. */
    public float[] initialParameters(RandomStream random) {
        float[] parameters = new float[layout.parameters()];
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).initialise(parameters, random.fork("layer", i));
        }
        return parameters;
    }

    /** Buffer for the inputs of the next batch: {@code batchMax} rows of {@code inputs}. */
    public float[] inputBuffer() {
        return values[0];
    }

    /** Buffer for one gradient, shared by all users of this network. */
    public float[] gradientBuffer() {
        if (gradientBuffer == null) {
            gradientBuffer = new float[layout().parameters()];
        }
        return gradientBuffer;
    }

    /** Buffer for the targets of the next batch: {@code batchMax} rows of {@code positions}. */
    public float[] targetBuffer() {
        return targets;
    }

    /** Outputs for the rows in the input buffer, by row and then by prediction, valid until the next call. */
    public float[] forward(float[] parameters, int batch) {
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).forward(parameters, values[i], values[i + 1], batch);
        }
        return values[layers.size()];
    }

    /**
     * Gradient of the mean loss over the predictions for the rows in the buffers.
     *
     * @param gradient receives one value per parameter
     * @return mean loss
     */
    public double gradient(float[] parameters, float[] gradient, int batch) {
        forward(parameters, batch);
        int last = layers.size();
        float[] outputs = values[last];
        System.arraycopy(outputs, 0, gradients[last], 0, batch * positions * outputs());
        double meanLoss = loss.gradient(gradients[last], targets, batch * positions, outputs());
        for (int i = last - 1; i >= 0; i--) {
            float[] inputGradient = i == 0 ? null : gradients[i];
            layers.get(i).backward(parameters, values[i], values[i + 1], gradients[i + 1], inputGradient, gradient,
                    batch);
        }
        return meanLoss;
    }
}
