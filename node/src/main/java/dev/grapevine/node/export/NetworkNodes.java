package dev.grapevine.node.export;

import java.util.Arrays;
import java.util.List;

import dev.grapevine.node.export.Tensors.Tensor;
import dev.grapevine.node.replica.model.ConvolutionalNetwork;
import dev.grapevine.node.replica.model.Perceptron;
import dev.grapevine.node.replica.model.RecurrentNetwork;
import dev.grapevine.node.replica.model.Transformer;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.UserMistakeException;

/** Nodes of a network, from its features to its outputs: what its layers compute, without dropout. */
final class NetworkNodes {

    private final OnnxGraph graph;
    private final Tensors tensors;

    NetworkNodes(OnnxGraph graph, Tensors tensors) {
        this.graph = graph;
        this.tensors = tensors;
    }

    /**
     * Adds all layers.
     *
     * @param features as {@link RowNodes} leaves them
     * @return outputs by row, or by row and position
     */
    String add(TrainedModel model, String features) {
        return switch (model.spec().architecture()) {
            case Perceptron perceptron -> perceptron(flat(features), perceptron.hidden().size());
            case ConvolutionalNetwork network -> convolutional(network, features);
            case RecurrentNetwork network -> recurrent(network, features);
            case Transformer transformer -> new TransformerNodes(graph, tensors, this).add(transformer, features);
            default -> throw new UserMistakeException(
                    "model is " + model.spec()
                            + ": allowed with --format onnx are linear, softmax, mlp, cnn, gru and gpt");
        };
    }

    private String flat(String values) {
        return graph.add("Flatten", List.of(values), OnnxAttribute.of("axis", 1L));
    }

    private String perceptron(String features, int hidden) {
        String values = features;
        for (int i = 0; i < hidden; i++) {
            values = graph.add("Relu", List.of(dense(values)));
        }
        return dense(values);
    }

    /** A fully connected layer, at each position where there are several. */
    String dense(String values) {
        String product = graph.add("MatMul", List.of(values, constant(tensors.next())));
        return graph.add("Add", List.of(product, constant(tensors.next())));
    }

    String constant(Tensor tensor) {
        return graph.constant(tensor.values(), tensor.shape());
    }

    /** Weights are by kernel row, kernel column, input channel and output channel. */
    private String convolutional(ConvolutionalNetwork network, String images) {
        String values = images;
        for (int padding : network.paddings()) {
            Tensor weights = tensors.next().transposed(3, 2, 0, 1);
            values = graph.add("Conv", List.of(values, constant(weights), constant(tensors.next())),
                    OnnxAttribute.of("pads", padding, padding, padding, padding));
            values = graph.add("MaxPool", List.of(values), OnnxAttribute.of("kernel_shape", 2, 2),
                    OnnxAttribute.of("strides", 2, 2));
            values = graph.add("Relu", List.of(values));
        }
        String channelsLast = graph.add("Transpose", List.of(values), OnnxAttribute.of("perm", 0, 2, 3, 1));
        return perceptron(flat(channelsLast), network.denseLayers() - 1);
    }

    private String recurrent(RecurrentNetwork network, String characters) {
        int width = network.width();
        String vectors = graph.add("Gather", List.of(constant(tensors.next()), characters));
        String byPosition = graph.add("Transpose", List.of(vectors), OnnxAttribute.of("perm", 1, 0, 2));
        String inputWeight = constant(gates(tensors.next(), width));
        String hiddenWeight = constant(gates(tensors.next(), width));
        float[] inputBias = updateFirst(tensors.next().values(), width, 1);
        float[] biases = Arrays.copyOf(inputBias, 6 * width);
        System.arraycopy(tensors.next().values(), 0, biases, 5 * width, width);
        String states = graph.add("GRU",
                List.of(byPosition, inputWeight, hiddenWeight, graph.constant(biases, 1, 6 * width)),
                OnnxAttribute.of("hidden_size", (long) width), OnnxAttribute.of("linear_before_reset", 1L));
        // By position, direction, row and feature; there is one direction.
        String oneDirection = graph.add("Squeeze", List.of(states, graph.row(1)));
        return dense(graph.add("Transpose", List.of(oneDirection), OnnxAttribute.of("perm", 1, 0, 2)));
    }

    /** Weights of three gates: outputs by inputs instead of inputs by outputs, with a dimension for the direction. */
    private static Tensor gates(Tensor weights, int width) {
        int inputs = weights.shape()[0];
        return new Tensor(updateFirst(weights.transposed(1, 0).values(), width, inputs), 1, 3 * width, inputs);
    }

    /** ONNX has the update gate before the reset gate. */
    private static float[] updateFirst(float[] gates, int width, int inputs) {
        float[] ordered = gates.clone();
        System.arraycopy(gates, width * inputs, ordered, 0, width * inputs);
        System.arraycopy(gates, 0, ordered, width * inputs, width * inputs);
        return ordered;
    }
}
