package dev.grapevine.node.replica.data.source;

import java.util.Arrays;
import java.util.stream.IntStream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;

/**
 * Classifier with at most one hidden layer of rectified linear units, trained by plain minibatch gradient descent with
 * momentum: just enough to measure the difficulty of a data set.
 */
final class SmallNetwork {

    private static final int BATCH = 50;
    private static final float MOMENTUM = 0.9f;

    /** Fully connected layer; weights are row-major, inputs by outputs. */
    private static final class Layer {
        final int inputs;
        final int outputs;
        final float[] weights;
        final float[] gradients;
        final float[] velocities;
        final float[] output;

        Layer(int inputs, int outputs, RandomStream random) {
            // The last row of weights is the bias.
            this.inputs = inputs;
            this.outputs = outputs;
            weights = new float[(inputs + 1) * outputs];
            gradients = new float[weights.length];
            velocities = new float[weights.length];
            output = new float[BATCH * outputs];
            double deviation = Math.sqrt(2.0 / inputs);
            for (int i = 0; i < inputs * outputs; i++) {
                weights[i] = (float) (deviation * random.nextGaussian());
            }
        }

        void forward(float[] input, int count) {
            for (int b = 0; b < count; b++) {
                System.arraycopy(weights, inputs * outputs, output, b * outputs, outputs);
            }
            for (int i = 0; i < inputs; i++) {
                for (int b = 0; b < count; b++) {
                    addScaled(input[b * inputs + i], weights, i * outputs, output, b * outputs, outputs);
                }
            }
        }

        /** Backpropagates the gradients of the output to those of the weights and, if wanted, of the input. */
        void backward(float[] input, float[] outputGradient, float[] inputGradient) {
            Arrays.fill(gradients, 0);
            for (int b = 0; b < BATCH; b++) {
                addScaled(1, outputGradient, b * outputs, gradients, inputs * outputs, outputs);
            }
            for (int i = 0; i < inputs; i++) {
                for (int b = 0; b < BATCH; b++) {
                    addScaled(input[b * inputs + i], outputGradient, b * outputs, gradients, i * outputs, outputs);
                }
            }
            if (inputGradient.length > 0) {
                for (int b = 0; b < BATCH; b++) {
                    for (int i = 0; i < inputs; i++) {
                        float sum = 0;
                        for (int o = 0; o < outputs; o++) {
                            sum += outputGradient[b * outputs + o] * weights[i * outputs + o];
                        }
                        inputGradient[b * inputs + i] = sum;
                    }
                }
            }
        }

        void step(float rate) {
            for (int i = 0; i < weights.length; i++) {
                velocities[i] = MOMENTUM * velocities[i] - rate * gradients[i] / BATCH;
                weights[i] += velocities[i];
            }
        }

        private static void addScaled(float factor, float[] from, int fromOffset, float[] to, int toOffset,
                int count) {
            for (int i = 0; i < count; i++) {
                to[toOffset + i] += factor * from[fromOffset + i];
            }
        }
    }

    private final Layer[] layers;
    private final RandomStream random;

    /** @param hidden number of hidden units; 0 for softmax regression */
    SmallNetwork(int width, int hidden, int classes, RandomStream random) {
        this.random = random;
        layers = hidden == 0
                ? new Layer[]{new Layer(width, classes, random)}
                : new Layer[]{new Layer(width, hidden, random), new Layer(hidden, classes, random)};
    }

    /** One epoch over all rows in random order, without a last incomplete batch. */
    void trainEpoch(Dataset data, float rate) {
        int[] order = IntStream.range(0, data.rows()).toArray();
        random.shuffle(order);
        float[] input = new float[BATCH * data.width()];
        Layer last = layers[layers.length - 1];
        float[] hiddenGradient = new float[layers.length == 1 ? 0 : BATCH * last.inputs];
        for (int from = 0; from + BATCH <= order.length; from += BATCH) {
            data.features(order, from, BATCH, input);
            forward(input, BATCH);
            float[] errors = last.output.clone();
            for (int b = 0; b < BATCH; b++) {
                softmax(errors, b * last.outputs, last.outputs);
                errors[b * last.outputs + (int) data.target(order[from + b])] -= 1;
            }
            last.backward(layers.length == 1 ? input : layers[0].output, errors, hiddenGradient);
            if (layers.length > 1) {
                for (int i = 0; i < hiddenGradient.length; i++) {
                    hiddenGradient[i] = layers[0].output[i] > 0 ? hiddenGradient[i] : 0;
                }
                layers[0].backward(input, hiddenGradient, new float[0]);
            }
            for (Layer layer : layers) {
                layer.step(rate);
            }
        }
    }

    /** Share of rows whose class has the highest score. */
    double accuracy(Dataset data) {
        int[] rows = IntStream.range(0, data.rows()).toArray();
        float[] input = new float[BATCH * data.width()];
        Layer last = layers[layers.length - 1];
        int right = 0;
        for (int from = 0; from < rows.length; from += BATCH) {
            int count = Math.min(BATCH, rows.length - from);
            data.features(rows, from, count, input);
            forward(input, count);
            for (int b = 0; b < count; b++) {
                int best = 0;
                for (int o = 1; o < last.outputs; o++) {
                    best = last.output[b * last.outputs + o] > last.output[b * last.outputs + best] ? o : best;
                }
                right += best == data.target(rows[from + b]) ? 1 : 0;
            }
        }
        return (double) right / rows.length;
    }

    private void forward(float[] input, int count) {
        layers[0].forward(input, count);
        if (layers.length > 1) {
            float[] hidden = layers[0].output;
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = Math.max(0, hidden[i]);
            }
            layers[1].forward(hidden, count);
        }
    }

    private static void softmax(float[] scores, int offset, int count) {
        float highest = scores[offset];
        for (int i = 1; i < count; i++) {
            highest = Math.max(highest, scores[offset + i]);
        }
        float sum = 0;
        for (int i = 0; i < count; i++) {
            scores[offset + i] = (float) StrictMath.exp(scores[offset + i] - highest);
            sum += scores[offset + i];
        }
        for (int i = 0; i < count; i++) {
            scores[offset + i] /= sum;
        }
    }
}
