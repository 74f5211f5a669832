package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.replica.data.schema.Place;

/**
 * The rows of csv files that have the same columns, in whatever order each of them: those with a label, in the order of
 * the files and then of their lines.
 */
final class CsvTable {

    /**
     * One row.
     *
     * @param place      where it stands
     * @param fileNumber of the training files, from 0; of the test file 0
     * @param test       whether it is for testing
     * @param cells      in the order of the columns that were asked for
     */
    record Row(Place place, int fileNumber, boolean test, List<String> cells, String label) {}

    private final List<DataFile> files;
    private final TestPart testPart;
    private final List<String> columns;
    private final String label;
    private final boolean dropMissing;
    private final List<String> expected;

    /**
     * Opens nothing yet.
     *
     * @param columns     what a row's cells should be
     * @param dropMissing whether a row whose label is missing is left out; otherwise it is a mistake
     */
    CsvTable(List<DataFile> files, TestPart testPart, List<String> columns, String label, boolean dropMissing) {
        this.files = files;
        this.testPart = testPart;
        this.columns = columns;
        this.label = label;
        this.dropMissing = dropMissing;
        this.expected = new ArrayList<>(columns);
        expected.add(label);
    }

    /** The rows of the training files, some of which may be for testing; to be closed. */
    Rows rows() {
        return new Rows(files, false);
    }

    /** The rows of the test file, of which there are none without one; to be closed. */
    Rows testRows() {
        return new Rows(testPart.file().stream().toList(), true);
    }

    /** Rows, pulled one after another. Not for several threads at once. */
    final class Rows implements Iterator<Row>, AutoCloseable {

        private final List<DataFile> read;
        private final boolean test;
        /** The number of the file that is read. */
        private int fileNumber = -1;
        private CsvFile file;
        private int[] positions;
        private int labelPosition;
        /** Null before the first file and between two. */
        private CsvLines lines;
        /** Null while it is not known. */
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
            file = CsvFile.open(read.get(fileNumber), expected);
            positions = columns.stream().mapToInt(file::position).toArray();
            labelPosition = file.position(label);
            lines = file.lines();
        }

        /** Null if it is to be left out. */
        private Row row() {
            String[] cells = lines.cells();
            Place place = read.get(fileNumber).at(lines.line());
            if (Cells.isMissing(cells[labelPosition])) {
                if (dropMissing) {
                    return null;
                }
                throw place.mistake("the label '" + label
                        + "' is missing: allowed are rows with a label, or the option missing=drop to drop the others");
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
