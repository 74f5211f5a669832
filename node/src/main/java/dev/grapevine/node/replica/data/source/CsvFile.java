package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/** CSV file with known form and header. Cells are trimmed. */
final class CsvFile {

    private final DataFile file;
    private final CsvForm form;
    private final List<String> names;
    private final boolean header;
    /** Whether each line ends in a separator behind which there is no column. */
    private final boolean openEnd;
    private final List<String> notes;

    private CsvFile(DataFile file, CsvForm form, List<String> names, boolean header, boolean openEnd,
            List<String> notes) {
        this.file = file;
        this.form = form;
        this.names = names;
        this.header = header;
        this.openEnd = openEnd;
        this.notes = List.copyOf(notes);
    }

    /**
     * Finds out in what form a file is, and whether its first line is a header.
     *
     * @param expected column names that this file should have; if the first line has all of them and no number, it is a
     *                 header; may be empty
     */
    static CsvFile open(DataFile file, CsvDialect dialect, List<String> expected) {
        return open(file, dialect, expected, 2);
    }

    /** @param cellsMin minimum number of cells in a row */
    static CsvFile open(DataFile file, CsvDialect dialect, List<String> expected, int cellsMin) {
        CsvForm form = CsvForm.of(file, dialect);
        List<String> notes = new ArrayList<>(form.found(file, dialect).stream().toList());
        try (CsvLines lines = new CsvLines(file, form)) {
            String[] first = firstLine(file, lines, cellsMin);
            List<String> cells = List.of(first);
            boolean named = !expected.isEmpty() && cells.containsAll(expected)
                    && cells.stream().noneMatch(Cells::isNumber);
            boolean header = dialect.header().orElse(named);
            if (dialect.header().isEmpty()) {
                CsvHeader.Finding found = CsvHeader.find(first, lines);
                header = named || found.header();
                if (!found.certain()) {
                    notes.add(file.path() + " has no numbers: its first line is taken for "
                            + (header
                                    ? "the names of columns (header=no: for a row)"
                                    : "a row (header=yes: for names)"));
                }
            }
            if (!header) {
                return new CsvFile(file, form, IntStream.range(0, first.length).mapToObj(i -> "column " + i).toList(),
                        false, false, notes);
            }
            boolean openEnd = first[first.length - 1].isEmpty() && form.hasOpenEnd(file);
            List<String> names = openEnd ? cells.subList(0, first.length - 1) : cells;
            for (int i = 0; i < names.size(); i++) {
                if (names.indexOf(names.get(i)) < i) {
                    throw file.mistake(1, "two columns are called " + Quotes.quote(names.get(i))
                            + ": allowed are different names");
                }
            }
            return new CsvFile(file, form, names, true, openEnd, notes);
        }
    }

    private static String[] firstLine(DataFile file, CsvLines lines, int cellsMin) {
        if (!lines.next()) {
            throw file.mistake("is empty: allowed are csv files with at least one row");
        }
        String[] first = lines.cells();
        if (first.length < cellsMin) {
            throw file.mistake(1, "there is only one cell: allowed are rows of at least 2, separated by commas, or with"
                    + " separator=SIGN by another sign");
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

    /** Sentences about what was found in the file, and could be otherwise. */
    List<String> notes() {
        return notes;
    }

    /** Name of the column that a user calls by its name or its number, from 0. */
    String name(String word) {
        double number = Numbers.parse(word);
        boolean numbered = number >= 0 && number < names.size() && number == (int) number;
        return numbered && !names.contains(word) ? names.get((int) number) : names.get(position(word));
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
        return new CsvLines(file, form);
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
        String[] cells = lines.cells();
        int found = cells.length;
        if (openEnd && found == names.size() + 1) {
            if (!cells[found - 1].isEmpty()) {
                throw file.mistake(lines.line(), "the last cell is " + Quotes.quote(cells[found - 1])
                        + ", and its column has no name: allowed is an empty one, as in the first line");
            }
            return true;
        }
        if (found != names.size()) {
            throw file.mistake(lines.line(), "the row has " + found + (found == 1 ? " cell" : " cells")
                    + ": allowed are " + names.size() + ", as in the file's first line");
        }
        return true;
    }
}
