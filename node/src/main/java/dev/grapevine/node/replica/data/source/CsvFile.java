package dev.grapevine.node.replica.data.source;

import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.words.Citations;

/** A csv file in UTF-8 whose header is known. Cells have no spaces around them. */
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
     * Finds out whether the first line is a header.
     *
     * @param expected names of columns that this file should have; where the first line has all of them and no number,
     *                 it is a header without further search; may be empty
     */
    static CsvFile open(DataFile file, List<String> expected) {
        try (CsvLines lines = new CsvLines(file)) {
            String[] first = firstLine(file, lines);
            List<String> cells = List.of(first);
            boolean named = !expected.isEmpty() && cells.containsAll(expected)
                    && cells.stream().noneMatch(Cells::isNumber);
            if (!named && !CsvHeader.isHeader(first, lines)) {
                return new CsvFile(file, IntStream.range(0, first.length).mapToObj(i -> "column " + i).toList(), false);
            }
            for (int i = 0; i < first.length; i++) {
                if (cells.indexOf(first[i]) < i) {
                    throw file.mistake(1, "two columns are called " + Citations.quote(first[i])
                            + ": allowed are different names");
                }
            }
            return new CsvFile(file, cells, true);
        }
    }

    private static String[] firstLine(DataFile file, CsvLines lines) {
        if (!lines.next()) {
            throw file.mistake("is empty: allowed are csv files with at least one row");
        }
        String[] first = lines.cells();
        if (first.length < 2) {
            throw file.mistake(1, "there is but one cell: allowed are rows of at least 2, with commas between them");
        }
        return first;
    }

    /** The columns, {@code column 0} and so on where there is no header. */
    List<String> names() {
        return names;
    }

    /** The number of a column. */
    int position(String name) {
        int position = names.indexOf(name);
        if (position < 0) {
            String columns = (header ? "" : "no header, ") + "the columns " + Citations.list(names);
            throw file.mistake(
                    "has " + columns + " and no column '" + name + "': allowed are columns that every file has");
        }
        return position;
    }

    /** Opens the file; the first row, which is the first line behind the header, is reached by {@link #nextRow}. */
    CsvLines lines() {
        return new CsvLines(file);
    }

    /**
     * Goes on to the next line that is a row; false if there is none.
     *
     * @param lines of this file
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
