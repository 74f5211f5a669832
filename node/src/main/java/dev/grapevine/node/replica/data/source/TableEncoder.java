package dev.grapevine.node.replica.data.source;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.ColumnFit;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.words.Numbers;

/** Encodes cells as features with a schema. Not thread-safe. */
final class TableEncoder {

    private final RowEncoding.Table table;
    /** Index of each category, for each categorical column. */
    private final List<Map<String, Integer>> categories;

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

    /** Features of a row whose cells are in the order of the table's columns. */
    float[] encode(CsvTable.Row row) {
        float[] features = new float[table.features()];
        int next = 0;
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            String cell = row.cells().get(i);
            switch (column) {
                case Column.Numeric numeric -> encode(numeric, cell, row, features, next);
                case Column.Categorical categorical -> {
                    int other = categorical.categories().size();
                    int place = Cells.isMissing(cell) ? other : categories.get(i).getOrDefault(cell, other);
                    features[next + place] = 1;
                }
            }
            next += column.features();
        }
        return features;
    }

    private static void encode(Column.Numeric column, String cell, CsvTable.Row row, float[] features, int place) {
        if (Cells.isMissing(cell)) {
            if (column.indicator()) {
                features[place + 1] = 1;
            }
            return;
        }
        features[place] = column.scaling().scaled(Numbers.parse(cell));
        if (!Float.isFinite(features[place])) {
            throw ColumnFit.notFinite(column.name(), cell, row.place());
        }
    }
}
