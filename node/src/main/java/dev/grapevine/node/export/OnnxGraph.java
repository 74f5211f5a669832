package dev.grapevine.node.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Graph in ONNX, built from its inputs to its outputs. Values have names that the graph chooses, but for inputs and
 * outputs. The field numbers are those of onnx.proto3 (github.com/onnx/onnx). Not thread-safe.
 */
final class OnnxGraph {

    /** Length of a dimension that is known only when the model is used. */
    static final String BATCH = "batch";
    static final String LENGTH = "length";

    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 17;
    private static final int LEARNING_OPERATORS = 3;
    private static final String LEARNING_DOMAIN = "ai.onnx.ml";
    private static final Set<String> OF_LEARNING_DOMAIN = Set.of("LabelEncoder");

    private final List<ProtoMessage> nodes = new ArrayList<>();
    private final List<ProtoMessage> constants = new ArrayList<>();
    private final List<ProtoMessage> inputs = new ArrayList<>();
    private final List<ProtoMessage> outputs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int values;

    /**
     * Declares an input. All inputs come before anything else.
     *
     * @param shape numbers, or names of dimensions that are known only when the model is used
     * @return its name
     */
    String input(String name, OnnxType type, Object... shape) {
        names.add(name);
        inputs.add(described(name, type, shape));
        return name;
    }

    /** Makes a value an output, under a name like the given one that no input has. */
    void output(String value, String wanted, OnnxType type, Object... shape) {
        String name = wanted;
        while (!names.add(name)) {
            name = "predicted " + name;
        }
        nodes.add(node("Identity", List.of(value), List.of(name)));
        outputs.add(described(name, type, shape));
    }

    private static ProtoMessage described(String name, OnnxType type, Object... shape) {
        ProtoMessage dimensions = new ProtoMessage();
        for (Object dimension : shape) {
            dimensions.add(1, dimension instanceof Integer length
                    ? new ProtoMessage().add(1, (long) length)
                    : new ProtoMessage().add(2, (String) dimension));
        }
        ProtoMessage tensor = new ProtoMessage().add(1, (long) type.number()).add(2, dimensions);
        return new ProtoMessage().add(1, name).add(2, new ProtoMessage().add(1, tensor));
    }

    private String fresh() {
        String name;
        do {
            name = "/" + values++;
        } while (!names.add(name));
        return name;
    }

    /** Adds a node with one output; the result is its name. */
    String add(String operator, List<String> arguments, OnnxAttribute... attributes) {
        return add(operator, 1, arguments, attributes).getFirst();
    }

    /** Adds a node with several outputs; the result is their names. */
    List<String> add(String operator, int results, List<String> arguments, OnnxAttribute... attributes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            names.add(fresh());
        }
        nodes.add(node(operator, arguments, names, attributes));
        return names;
    }

    private static ProtoMessage node(String operator, List<String> arguments, List<String> results,
            OnnxAttribute... attributes) {
        ProtoMessage node = new ProtoMessage();
        arguments.forEach(argument -> node.add(1, argument));
        results.forEach(result -> node.add(2, result));
        node.add(4, operator);
        for (OnnxAttribute attribute : attributes) {
            node.add(5, attribute.message());
        }
        return OF_LEARNING_DOMAIN.contains(operator) ? node.add(7, LEARNING_DOMAIN) : node;
    }

    /** Adds a constant in single precision; without dimensions it is one number. */
    String constant(float[] numbers, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(numbers);
        return constant(OnnxType.FLOAT, raw.array(), shape);
    }

    /** Adds one number in double precision. */
    String constant(double number) {
        return constant(OnnxType.DOUBLE,
                ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(number).array());
    }

    /** Adds one number in single precision. */
    String constant(float number) {
        return constant(new float[]{number});
    }

    /** Adds a row of whole numbers. */
    String row(long... numbers) {
        return constant(OnnxType.INT64, whole(numbers), numbers.length);
    }

    /** Adds one whole number. */
    String whole(long number) {
        return constant(OnnxType.INT64, whole(new long[]{number}));
    }

    private static byte[] whole(long... numbers) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(numbers);
        return raw.array();
    }

    private String constant(OnnxType type, byte[] raw, int... shape) {
        String name = fresh();
        constants.add(tensor(type, shape).add(8, name).add(9, raw));
        return name;
    }

    /** Adds a row of texts. */
    String constant(List<String> texts) {
        ProtoMessage tensor = tensor(OnnxType.STRING, texts.size());
        texts.forEach(text -> tensor.add(6, text));
        String name = fresh();
        constants.add(tensor.add(8, name));
        return name;
    }

    private static ProtoMessage tensor(OnnxType type, int... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (int length : shape) {
            tensor.add(1, (long) length);
        }
        return tensor.add(2, (long) type.number());
    }

    /**
     * Bytes of a file with this graph.
     *
     * @param name     of the graph
     * @param producer version of the program
     */
    ProtoMessage model(String name, String producer, Map<String, String> metadata) {
        ProtoMessage graph = new ProtoMessage();
        nodes.forEach(node -> graph.add(1, node));
        graph.add(2, name);
        constants.forEach(constant -> graph.add(5, constant));
        inputs.forEach(input -> graph.add(11, input));
        outputs.forEach(output -> graph.add(12, output));
        ProtoMessage model = new ProtoMessage().add(1, (long) IR_VERSION).add(2, "Grapevine").add(3, producer).add(7,
                graph);
        model.add(8, new ProtoMessage().add(1, "").add(2, (long) OPERATORS));
        model.add(8, new ProtoMessage().add(1, LEARNING_DOMAIN).add(2, (long) LEARNING_OPERATORS));
        metadata.forEach((key, value) -> model.add(14, new ProtoMessage().add(1, key).add(2, value)));
        return model;
    }
}
