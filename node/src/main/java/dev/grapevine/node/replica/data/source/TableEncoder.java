package dev.grapevine.node.replica.data.source;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.ColumnFit;
import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.words.Numbers;

/** Encodes cells as features with a schema. Not thread-safe. */
final class TableEncoder {

    private final RowEncoding.Table table;
    /** Index of each category, for each categorical column. */
    private final List<Map<String, Integer>> categories;
    private final UnknownCells unknown = new UnknownCells("Texts that the model has not learned count as missing");
    private final UnknownCells spelled = new UnknownCells("Texts in columns of numbers count as missing");

    TableEncoder(RowEncoding.Table table) {
        this.table = table;
        this.categories = table.columns().stream().map(TableEncoder::places).toList();
    }

    private static Map<String, Integer> places(Column column) {
        Map<String, Integer> places = new TreeMap<>();
        if (column instanceof Column.Categorical categorical) {
            for (String category : categorical.categories()) {
                places.put(category, places.size());
            }
        }
        return places;
    }

    /**
     * Features of a row.
     *
     * @param cells in the order of the table's columns
     * @throws dev.grapevine.node.words.UserMistakeException if a cell of a numeric column is no number
     */
    float[] encode(List<String> cells, Place place) {
        float[] features = new float[table.features()];
        int next = 0;
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            String cell = cells.get(i);
            switch (column) {
                case Column.Numeric numeric -> encode(numeric, cell, place, features, next);
                case Column.Categorical categorical -> {
                    int other = categorical.categories().size();
                    int category = Cells.isMissing(cell) ? other : category(i, cell, other, place);
                    features[next + category] = 1;
                }
            }
            next += column.features();
        }
        return features;
    }

    private int category(int column, String cell, int other, Place place) {
        int category = categories.get(column).getOrDefault(cell, other);
        if (category == other) {
            unknown.add(table.columns().get(column).name(), cell, place);
        }
        return category;
    }

    /** Sentences about the cells so far that count as missing although they have a text. */
    List<String> notes() {
        return Stream.concat(unknown.sentence().stream(), spelled.sentence().stream()).toList();
    }

    private void encode(Column.Numeric column, String cell, Place place, float[] features, int feature) {
        boolean isSpelled = !Cells.isMissing(cell) && Cells.isSpelledMissing(cell);
        if (isSpelled) {
            spelled.add(column.name(), cell, place);
        }
        if (isSpelled || Cells.isMissing(cell)) {
            if (column.indicator()) {
                features[feature + 1] = 1;
            }
            return;
        }
        features[feature] = column.scaling().scaled(Numbers.parse(cell));
        if (!Float.isFinite(features[feature])) {
            throw ColumnFit.notFinite(column.name(), cell, place);
        }
    }
}
