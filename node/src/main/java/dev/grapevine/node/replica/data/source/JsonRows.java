package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/**
 * Reads rows in JSON for a trained model: for tables an object with a value for each column, or an array in the order of
 * the columns; for images the grey values, 0 to 255; for sparse rows all features; for text a string, whose next
 * character is predicted. Not thread-safe.
 */
public final class JsonRows {

    private static final Path SOURCE = Path.of("request");
    private static final String MISSING = "";

    private final Schema schema;
    private final RowVisitor visitor;
    private final float[] unknown;

    private JsonRows(Schema schema, RowVisitor visitor) {
        this.schema = schema;
        this.visitor = visitor;
        this.unknown = RowVisitor.unknown(schema.encoding().positions());
    }

    /**
     * Visits all rows.
     *
     * @param rows array of rows
     * @return sentences about what is absent or unknown
     * @throws dev.grapevine.node.words.UserMistakeException if a row cannot be read; the sentence says which
     */
    public static List<String> visit(JsonNode rows, Schema schema, RowVisitor visitor) {
        JsonRows reader = new JsonRows(schema, visitor);
        return switch (schema.encoding()) {
            case RowEncoding.Table table -> reader.table(rows, table);
            case RowEncoding.Pixels pixels -> reader.numbers(rows, pixels.features(), pixels);
            case RowEncoding.Plain plain -> reader.numbers(rows, plain.features(), null);
            case RowEncoding.Characters text -> reader.texts(rows, text);
        };
    }

    private static Place place(int row) {
        return new Place(SOURCE, "row", row + 1L);
    }

    private List<String> table(JsonNode rows, RowEncoding.Table table) {
        TableEncoder encoder = new TableEncoder(table);
        List<String> names = table.columns().stream().map(Column::name).toList();
        Set<String> absent = new HashSet<>(names);
        String[] cells = new String[names.size()];
        for (int number = 0; number < rows.size(); number++) {
            JsonNode row = rows.get(number);
            if (row.isArray() ? row.size() != cells.length : !row.isObject() || names.stream().noneMatch(row::has)) {
                throw place(number).mistake("it has no value for any column: allowed are an object with values for "
                        + Quotes.list(names) + ", or an array of " + cells.length + " values in this order");
            }
            for (int i = 0; i < cells.length; i++) {
                JsonNode cell = row.isArray() ? row.get(i) : row.path(names.get(i));
                if (cell.isContainerNode()) {
                    throw place(number).mistake("column " + Quotes.quote(names.get(i))
                            + " is no number and no text: allowed are those, and null for a missing value");
                }
                if (!cell.isMissingNode()) {
                    absent.remove(names.get(i));
                }
                cells[i] = cell.isMissingNode() || cell.isNull() ? MISSING : cell.asText().strip();
            }
            visitor.row(encoder.encode(Arrays.asList(cells), place(number)), unknown, 0, 1);
        }
        List<String> notes = new ArrayList<>();
        if (!absent.isEmpty()) {
            notes.add("No row has " + (absent.size() == 1 ? "the column " : "the columns ")
                    + Quotes.list(names.stream().filter(absent::contains).toList())
                    + ": a value that is missing counts for each");
        }
        notes.addAll(encoder.notes());
        return List.copyOf(notes);
    }

    /** @param pixels null for numbers that are not scaled */
    private List<String> numbers(JsonNode rows, int width, RowEncoding.Pixels pixels) {
        float[] features = new float[width];
        for (int number = 0; number < rows.size(); number++) {
            int found = fill(rows.get(number), features, 0, number, pixels);
            if (found != width || !rows.get(number).isArray()) {
                throw place(number).mistake("it has " + found + " numbers: allowed are " + width + " in an array");
            }
            visitor.row(features, unknown, 0, 1);
        }
        return List.of();
    }

    /** Numbers of arrays within arrays, in their order; the result is how many there are up to here. */
    private int fill(JsonNode node, float[] features, int from, int row, RowEncoding.Pixels pixels) {
        if (node.isArray()) {
            int next = from;
            for (JsonNode inner : node) {
                next = fill(inner, features, next, row, pixels);
            }
            return next;
        }
        double value = node.isNumber() ? Numbers.parse(node.asText()) : Double.NaN;
        if (!Double.isFinite(value) || pixels != null && !(value >= 0 && value <= 255)) {
            throw place(row).mistake("it has " + Quotes.quote(node.asText()) + ": allowed are "
                    + (pixels == null ? "finite numbers" : "grey values from 0 to 255"));
        }
        if (from < features.length) {
            features[from] = pixels == null ? (float) value : pixels.scaling().scaled(value / 255);
        }
        return from + 1;
    }

    private List<String> texts(JsonNode rows, RowEncoding.Characters text) {
        Alphabet alphabet = new Alphabet(schema.classes());
        for (int number = 0; number < rows.size(); number++) {
            JsonNode row = rows.get(number);
            if (!row.isTextual() || row.asText().isEmpty()) {
                throw place(number).mistake("it is no text: allowed are strings of at least one character");
            }
            TextVisit.readEnd(alphabet.numbers(row.asText(), place(number)), text.block(), visitor);
        }
        return List.of();
    }
}
