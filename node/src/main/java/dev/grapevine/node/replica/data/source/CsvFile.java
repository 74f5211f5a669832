package dev.grapevine.node.replica.data.source;

import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.words.Quotes;

/** CSV file in UTF-8 with known header. Cells are trimmed. */
final class CsvFile {

    private final DataFile file;
    private final List<String> names;
    private final boolean header;

    private CsvFile(DataFile file, List<String> names, boolean header) {
        this.file = file;
        this.names = names;
        this.header = header;
    }

    /**
     * Detects whether the first line is a header.
     *
     * @param expected column names that this file should have; if the first line has all of them and no number, it is a
     *                 header without further search; may be empty
     */
    static CsvFile open(DataFile file, List<String> expected) {
        return open(file, expected, 2);
    }

    /** @param cellsMin minimum number of cells in a row */
    static CsvFile open(DataFile file, List<String> expected, int cellsMin) {
        try (CsvLines lines = new CsvLines(file)) {
            String[] first = firstLine(file, lines, cellsMin);
            List<String> cells = List.of(first);
            boolean named = !expected.isEmpty() && cells.containsAll(expected)
                    && cells.stream().noneMatch(Cells::isNumber);
            if (!named && !CsvHeader.isHeader(first, lines)) {
                return new CsvFile(file, IntStream.range(0, first.length).mapToObj(i -> "column " + i).toList(), false);
            }
            for (int i = 0; i < first.length; i++) {
                if (cells.indexOf(first[i]) < i) {
                    throw file.mistake(1, "two columns are called " + Quotes.quote(first[i])
                            + ": allowed are different names");
                }
            }
            return new CsvFile(file, cells, true);
        }
    }

    private static String[] firstLine(DataFile file, CsvLines lines, int cellsMin) {
        if (!lines.next()) {
            throw file.mistake("is empty: allowed are csv files with at least one row");
        }
        String[] first = lines.cells();
        if (first.length < cellsMin) {
            throw file.mistake(1, "there is only one cell: allowed are rows of at least 2, separated by commas");
        }
        return first;
    }

    /** Whether the column names are those of the file's first line. */
    boolean hasHeader() {
        return header;
    }

    /** Column names, {@code column 0} and so on if there is no header. */
    List<String> names() {
        return names;
    }

    /** Number of a column. */
    int position(String name) {
        int position = names.indexOf(name);
        if (position < 0) {
            String columns = (header ? "" : "no header, ") + "the columns " + Quotes.list(names);
            throw file.mistake(
                    "has " + columns + " and no column '" + name + "': allowed are columns that every file has");
        }
        return position;
    }

    /** Opens the file. {@link #nextRow} moves to the first row, after the header. */
    CsvLines lines() {
        return new CsvLines(file);
    }

    /**
     * Moves to the next row.
     *
     * @param lines of this file
     * @return whether there is one
     */
    boolean nextRow(CsvLines lines) {
        if (!lines.next() || header && lines.number() == 0 && !lines.next()) {
            return false;
        }
        int found = lines.cells().length;
        if (found != names.size()) {
            throw file.mistake(lines.line(), "the row has " + found + (found == 1 ? " cell" : " cells")
                    + ": allowed are " + names.size() + ", as in the file's first line");
        }
        return true;
    }
}
