package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
     * @param fileNumber of the training files, from 0
     * @param test       whether it is for testing
     * @param cells      in the order of the columns that were asked for
     */
    record Row(Place place, int fileNumber, boolean test, List<String> cells, String label) {}

    /** What happens with each row. */
    interface Visitor {

        void row(Row row);
    }

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

    /** Visits the rows of the training files, some of which may be for testing. */
    void forEachRow(Visitor visitor) {
        for (int i = 0; i < files.size(); i++) {
            forEachRow(files.get(i), i, visitor);
        }
    }

    /** Visits the rows of the test file, if there is one. */
    void forEachRowOfTestFile(Visitor visitor) {
        testPart.file().ifPresent(file -> forEachRow(file, -1, visitor));
    }

    private void forEachRow(DataFile dataFile, int fileNumber, Visitor visitor) {
        CsvFile file = CsvFile.open(dataFile, expected);
        int[] positions = columns.stream().mapToInt(file::position).toArray();
        int labelPosition = file.position(label);
        file.forEach((number, line, cells) -> {
            if (Cells.isMissing(cells[labelPosition])) {
                if (dropMissing) {
                    return;
                }
                throw dataFile.mistake(line, "the label '" + label
                        + "' is missing: allowed are rows with a label, or the option missing=drop to drop the others");
            }
            String[] chosen = new String[positions.length];
            for (int i = 0; i < positions.length; i++) {
                chosen[i] = cells[positions[i]];
            }
            visitor.row(new Row(dataFile.at(line), fileNumber, fileNumber < 0 || testPart.contains(number),
                    Arrays.asList(chosen), cells[labelPosition]));
        });
    }
}
