package dev.grapevine.node.export;

import java.util.List;

import dev.grapevine.node.replica.model.Transformer;

/** Nodes of a transformer for rows of any length up to its block. */
final class TransformerNodes {

    private static final float EPSILON = 1e-5f;
    /** GELU as x · σ(x · (A + B · x²)): A = 2 · √(2/π), B = 0.044715 · A. */
    private static final float GELU_A = 1.5957691216f;
    private static final float GELU_B = 0.0713548163f;

    private final OnnxGraph graph;
    private final Tensors tensors;
    private final NetworkNodes network;

    TransformerNodes(OnnxGraph graph, Tensors tensors, NetworkNodes network) {
        this.graph = graph;
        this.tensors = tensors;
        this.network = network;
    }

    String add(Transformer transformer, String characters) {
        String length = graph.add("Gather", List.of(graph.add("Shape", List.of(characters)), graph.whole(1)));
        String symbols = graph.add("Gather", List.of(network.constant(tensors.next()), characters));
        String positions = graph.add("Slice", List.of(network.constant(tensors.next()), graph.row(0),
                graph.add("Unsqueeze", List.of(length, graph.row(0))), graph.row(0)));
        String stream = graph.add("Add", List.of(symbols, positions));
        String later = later(length);
        for (int i = 0; i < transformer.layers(); i++) {
            String attention = attention(transformer, network.dense(normalised(stream)), later);
            stream = graph.add("Add", List.of(stream, network.dense(attention)));
            String wide = gelu(network.dense(normalised(stream)));
            stream = graph.add("Add", List.of(stream, network.dense(wide)));
        }
        return network.dense(normalised(stream));
    }

    /** Whether the second of two positions is later than the first. */
    private String later(String length) {
        String positions = graph.add("Range", List.of(graph.whole(0), length, graph.whole(1)));
        String rows = graph.add("Unsqueeze", List.of(positions, graph.row(1)));
        String columns = graph.add("Unsqueeze", List.of(positions, graph.row(0)));
        return graph.add("Greater", List.of(columns, rows));
    }

    private String normalised(String stream) {
        return graph.add("LayerNormalization",
                List.of(stream, network.constant(tensors.next()), network.constant(tensors.next())),
                OnnxAttribute.of("epsilon", EPSILON));
    }

    private String attention(Transformer transformer, String projected, String later) {
        int headWidth = transformer.width() / transformer.heads();
        List<String> parts = graph.add("Split", 3, List.of(projected), OnnxAttribute.of("axis", 2L));
        String queries = heads(transformer, parts.get(0), 0, 2, 1, 3);
        String keys = heads(transformer, parts.get(1), 0, 2, 3, 1);
        String values = heads(transformer, parts.get(2), 0, 2, 1, 3);
        String scaled = graph.add("Mul", List.of(keys, graph.constant((float) (1 / Math.sqrt(headWidth)))));
        String matches = graph.add("MatMul", List.of(queries, scaled));
        String masked = graph.add("Where", List.of(later, graph.constant(Float.NEGATIVE_INFINITY), matches));
        String mixture = graph.add("MatMul",
                List.of(graph.add("Softmax", List.of(masked), OnnxAttribute.of("axis", -1L)), values));
        String byPosition = graph.add("Transpose", List.of(mixture), OnnxAttribute.of("perm", 0, 2, 1, 3));
        return reshape(byPosition, 0, 0, transformer.width());
    }

    /** Vectors divided among the heads, with the dimensions row, position, head and feature in another order. */
    private String heads(Transformer transformer, String vectors, long... order) {
        String divided = reshape(vectors, 0, 0, transformer.heads(), transformer.width() / transformer.heads());
        return graph.add("Transpose", List.of(divided), OnnxAttribute.of("perm", order));
    }

    /** A length of 0 stays as it is. */
    private String reshape(String values, long... shape) {
        return graph.add("Reshape", List.of(values, graph.row(shape)));
    }

    private String gelu(String x) {
        String square = graph.add("Mul", List.of(x, x));
        String slope = graph.add("Add", List.of(graph.add("Mul", List.of(square, graph.constant(GELU_B))),
                graph.constant(GELU_A)));
        String share = graph.add("Sigmoid", List.of(graph.add("Mul", List.of(x, slope))));
        return graph.add("Mul", List.of(x, share));
    }
}
