package dev.grapevine.node.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;

/** Nodes that turn rows as users have them into a network's inputs, as training does. */
final class RowNodes {

    private static final long LAST = -1;

    private final OnnxGraph graph;

    RowNodes(OnnxGraph graph) {
        this.graph = graph;
    }

    /**
     * Adds the graph's inputs and everything up to the features.
     *
     * @return features by row; images by channel, row of pixels, and pixel; texts as numbers of characters
     */
    String add(Schema schema) {
        return switch (schema.encoding()) {
            case RowEncoding.Table table -> table(table);
            case RowEncoding.Plain plain -> graph.input("features", OnnxType.FLOAT, OnnxGraph.BATCH, plain.features());
            case RowEncoding.Pixels pixels -> pixels(pixels);
            case RowEncoding.Characters _ -> characters(schema.classes());
        };
    }

    /** One input for each column: numbers, NaN where missing, or texts. */
    private String table(RowEncoding.Table table) {
        for (Column column : table.columns()) {
            graph.input(name(table, column), switch (column) {
                case Column.Numeric _ -> OnnxType.FLOAT;
                case Column.Categorical _ -> OnnxType.STRING;
            }, OnnxGraph.BATCH, 1);
        }
        List<String> features = new ArrayList<>();
        for (Column column : table.columns()) {
            switch (column) {
                case Column.Numeric numeric -> number(name(table, column), numeric, features);
                case Column.Categorical categorical -> features.add(oneHot(name(table, column), categorical));
            }
        }
        return features.size() == 1
                ? features.getFirst()
                : graph.add("Concat", features, OnnxAttribute.of("axis", 1L));
    }

    /** Name of a column; an input cannot be without one. */
    private static String name(RowEncoding.Table table, Column column) {
        return column.name().isEmpty() ? "column " + table.columns().indexOf(column) : column.name();
    }

    private void number(String input, Column.Numeric column, List<String> features) {
        String missing = graph.add("IsNaN", List.of(input));
        features.add(graph.add("Where",
                List.of(missing, graph.constant(0f), scaled(cast(input, OnnxType.DOUBLE), column.scaling()))));
        if (column.indicator()) {
            features.add(cast(missing, OnnxType.FLOAT));
        }
    }

    private String scaled(String doubles, Scaling scaling) {
        String shifted = graph.add("Sub", List.of(doubles, graph.constant(scaling.mean())));
        return cast(graph.add("Div", List.of(shifted, graph.constant(scaling.scale()))), OnnxType.FLOAT);
    }

    /** Unknown texts and missing ones have the last feature. */
    private String oneHot(String input, Column.Categorical column) {
        int other = column.categories().size();
        // An encoder needs one key at least.
        List<String> keys = other == 0 ? List.of("") : column.categories();
        long[] numbers = LongStream.range(0, keys.size()).toArray();
        String category = graph.add("LabelEncoder", List.of(input), OnnxAttribute.of("keys_strings", keys),
                OnnxAttribute.of("values_int64s", numbers), OnnxAttribute.of("default_int64", (long) other));
        String inOneColumn = graph.add("Reshape", List.of(category, graph.row(LAST)));
        return graph.add("OneHot",
                List.of(inOneColumn, graph.whole(other + 1L), graph.constant(new float[]{0, 1}, 2)));
    }

    private String pixels(RowEncoding.Pixels pixels) {
        ImageShape shape = pixels.shape();
        String image = graph.input("image", OnnxType.UINT8, OnnxGraph.BATCH, shape.channels(), shape.height(),
                shape.width());
        float[] greys = new float[256];
        for (int grey = 0; grey < greys.length; grey++) {
            greys[grey] = pixels.scaling().scaled(grey / 255.0);
        }
        return graph.add("Gather", List.of(graph.constant(greys, greys.length), cast(image, OnnxType.INT64)));
    }

    /** An unknown character gets a number beyond the last one, for which there is no embedding: an error. */
    private String characters(List<String> alphabet) {
        String text = graph.input("text", OnnxType.INT64, OnnxGraph.BATCH, OnnxGraph.LENGTH);
        long[] codePoints = alphabet.stream().mapToLong(name -> name.codePointAt(0)).toArray();
        return graph.add("LabelEncoder", List.of(text), OnnxAttribute.of("keys_int64s", codePoints),
                OnnxAttribute.of("values_int64s", LongStream.range(0, codePoints.length).toArray()),
                OnnxAttribute.of("default_int64", (long) codePoints.length));
    }

    private String cast(String value, OnnxType type) {
        return graph.add("Cast", List.of(value), OnnxAttribute.of("to", (long) type.number()));
    }
}
