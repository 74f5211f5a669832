package dev.grapevine.node.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.TrainedModel;

/**
 * Trained model in the format ONNX (onnx.ai), version 1.12 or newer. Its inputs are rows as users have them:
 *
 * <ul>
 * <li>tables: one input for each column, named like it and of the shape {@code [batch, 1]}: floats, NaN where missing, or
 * strings; a string that was not learned counts as missing
 * <li>images: {@code image}, unsigned bytes of the shape {@code [batch, channels, height, width]}
 * <li>texts: {@code text}, Unicode code points as 64-bit numbers, {@code [batch, length]} with a length up to the block
 * <li>sparse rows: {@code features}, floats of the shape {@code [batch, features]}
 * </ul>
 *
 * Its outputs are {@code label} (strings) and {@code probabilities} (floats, one more dimension for the classes), or
 * {@code value} (floats, {@code [batch, 1]}) in the target's units.
 */
public final class OnnxModel {

    private OnnxModel() {}

    /** Writes a model. */
    public static void write(TrainedModel model, OutputStream out) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        String features = new RowNodes(graph).add(model.schema());
        String outputs = new NetworkNodes(graph, new Tensors(model)).add(model, features);
        if (model.schema().task() == Task.CLASSIFY) {
            classes(graph, model.schema(), outputs);
        } else {
            value(graph, model.schema().target(), outputs);
        }
        graph.model(model.spec().toString(), GrapevineVersion.text(), model.metadata()).writeTo(out);
    }

    private static void classes(OnnxGraph graph, Schema schema, String outputs) {
        String best = graph.add("ArgMax", List.of(outputs), OnnxAttribute.of("axis", -1L),
                OnnxAttribute.of("keepdims", 0L));
        String labels = graph.add("Gather", List.of(graph.constant(schema.classes()), best));
        String probabilities = graph.add("Softmax", List.of(outputs), OnnxAttribute.of("axis", -1L));
        int classes = schema.classes().size();
        if (schema.encoding() instanceof RowEncoding.Characters) {
            graph.output(labels, "label", OnnxType.STRING, OnnxGraph.BATCH, OnnxGraph.LENGTH);
            graph.output(probabilities, "probabilities", OnnxType.FLOAT, OnnxGraph.BATCH, OnnxGraph.LENGTH, classes);
        } else {
            graph.output(labels, "label", OnnxType.STRING, OnnxGraph.BATCH);
            graph.output(probabilities, "probabilities", OnnxType.FLOAT, OnnxGraph.BATCH, classes);
        }
    }

    private static void value(OnnxGraph graph, Scaling target, String outputs) {
        String scaled = graph.add("Cast", List.of(outputs),
                OnnxAttribute.of("to", (long) OnnxType.DOUBLE.number()));
        String spread = graph.add("Mul", List.of(scaled, graph.constant(target.scale())));
        String value = graph.add("Add", List.of(spread, graph.constant(target.mean())));
        graph.output(graph.add("Cast", List.of(value), OnnxAttribute.of("to", (long) OnnxType.FLOAT.number())), "value",
                OnnxType.FLOAT, OnnxGraph.BATCH, 1);
    }
}
