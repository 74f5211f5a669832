package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.replica.data.schema.Place;

/** Rows with a label from CSV files that have the same columns in any order, ordered by file and then by line. */
final class CsvTable {

    /**
     * One row.
     *
     * @param place      where it is
     * @param fileNumber number of its training file, from 0; 0 for the test file
     * @param test       whether it is a test row
     * @param cells      in the order of the requested columns
     */
    record Row(Place place, int fileNumber, boolean test, List<String> cells, String label) {}

    private final List<DataFile> files;
    private final TestPart testPart;
    private final List<String> columns;
    private final String label;
    private final boolean dropMissing;
    private final List<String> expected;
    private final CsvDialect dialect;
    private final Set<String> notes = new LinkedHashSet<>();

    /**
     * Opens no file yet.
     *
     * @param columns     requested columns, in the order of a row's cells
     * @param dropMissing whether rows without a label are skipped; otherwise they are an error
     */
    CsvTable(List<DataFile> files, TestPart testPart, List<String> columns, String label, boolean dropMissing,
            CsvDialect dialect) {
        this.dialect = dialect;
        this.files = files;
        this.testPart = testPart;
        this.columns = columns;
        this.label = label;
        this.dropMissing = dropMissing;
        this.expected = new ArrayList<>(columns);
        expected.add(label);
    }

    /** Rows of the training files, some of which may be test rows. Must be closed. */
    Rows rows() {
        return new Rows(files, false);
    }

    /** Rows of the test file; none without a test file. Must be closed. */
    Rows testRows() {
        return new Rows(testPart.file().stream().toList(), true);
    }

    /** Sentences about what was found in the files that were read so far. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Iterator over rows. Not thread-safe. */
    final class Rows implements Iterator<Row>, AutoCloseable {

        private final List<DataFile> read;
        private final boolean test;
        /** Number of the current file. */
        private int fileNumber = -1;
        private CsvFile file;
        private int[] positions;
        private int labelPosition;
        /** Null before the first file and between two files. */
        private CsvLines lines;
        /** Null while unknown. */
        private Row next;

        private Rows(List<DataFile> read, boolean test) {
            this.read = read;
            this.test = test;
        }

        @Override
        public boolean hasNext() {
            while (next == null && (lines != null || fileNumber + 1 < read.size())) {
                if (lines == null) {
                    open();
                } else if (file.nextRow(lines)) {
                    next = row();
                } else {
                    close();
                }
            }
            return next != null;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row found = next;
            next = null;
            return found;
        }

        private void open() {
            fileNumber++;
            file = CsvFile.open(read.get(fileNumber), dialect, expected);
            notes.addAll(file.notes());
            positions = columns.stream().mapToInt(file::position).toArray();
            labelPosition = file.position(label);
            lines = file.lines();
        }

        /** Next row, or null if it is skipped. */
        private Row row() {
            String[] cells = lines.cells();
            Place place = read.get(fileNumber).at(lines.line());
            if (Cells.isMissing(cells[labelPosition])) {
                if (dropMissing) {
                    return null;
                }
                throw place.mistake("the label '" + label
                        + "' is missing: allowed are rows with a label, or the option missing=drop to skip the others");
            }
            String[] chosen = new String[positions.length];
            for (int i = 0; i < positions.length; i++) {
                chosen[i] = cells[positions[i]];
            }
            return new Row(place, fileNumber, test || testPart.contains(lines.number()), Arrays.asList(chosen),
                    cells[labelPosition]);
        }

        @Override
        public void close() {
            if (lines != null) {
                lines.close();
                lines = null;
            }
        }
    }
}
