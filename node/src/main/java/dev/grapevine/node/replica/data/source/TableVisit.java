package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.Quotes;

/** Reads the rows of CSV files for a trained model: columns may be absent, and so may the label. Not thread-safe. */
final class TableVisit {

    private static final int ABSENT = -1;
    private static final String MISSING = "";

    private final RowEncoding.Table table;
    private final TableEncoder encoder;
    private final LabelReader labels;
    private final boolean labelled;
    private final boolean dropMissing;
    private final RowVisitor visitor;
    private final CsvDialect dialect;
    private final List<String> notes = new ArrayList<>();

    /**
     * Reads no file yet.
     *
     * @param labelled    whether every row must have a label; otherwise no label is read
     * @param dropMissing whether rows without a label are skipped, if labels are read
     */
    TableVisit(Schema schema, RowEncoding.Table table, boolean labelled, boolean dropMissing,
            CsvDialect dialect, RowVisitor visitor) {
        this.dialect = dialect;
        this.table = table;
        this.encoder = new TableEncoder(table);
        this.labels = new LabelReader(schema);
        this.labelled = labelled;
        this.dropMissing = dropMissing;
        this.visitor = visitor;
    }

    /**
     * Reads all rows of some files.
     *
     * @return sentences about columns that are absent and texts that are unknown
     */
    List<String> read(List<DataFile> files) {
        files.forEach(this::read);
        notes.addAll(encoder.notes());
        return List.copyOf(notes);
    }

    private void read(DataFile data) {
        List<String> names = table.columns().stream().map(Column::name).toList();
        CsvFile file = CsvFile.open(data, dialect, names, 1);
        notes.addAll(file.notes());
        int[] positions = positions(file, names, data);
        int label = labelled ? file.position(table.label()) : ABSENT;
        float[] target = RowVisitor.unknown(1);
        String[] cells = new String[positions.length];
        try (CsvLines lines = file.lines()) {
            while (file.nextRow(lines)) {
                Place place = data.at(lines.line());
                if (labelled) {
                    if (Cells.isMissing(lines.cells()[label])) {
                        if (dropMissing) {
                            continue;
                        }
                        throw place.mistake("the label " + Quotes.quote(table.label())
                                + " is missing: allowed are rows with a label, or the option missing=drop to skip the others");
                    }
                    target[0] = labels.target(lines.cells()[label], place);
                }
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = positions[i] == ABSENT ? MISSING : lines.cells()[positions[i]];
                }
                visitor.row(encoder.encode(Arrays.asList(cells), place), target, 0, 1);
            }
        }
    }

    /** Number of each of the table's columns in a file. */
    private int[] positions(CsvFile file, List<String> names, DataFile data) {
        if (isNumbered(file, names)) {
            return IntStream.range(0, names.size()).toArray();
        }
        int[] positions = names.stream().mapToInt(file.names()::indexOf).toArray();
        List<String> absent = IntStream.range(0, positions.length).filter(i -> positions[i] == ABSENT)
                .mapToObj(names::get).toList();
        if (absent.size() == names.size()) {
            int count = file.names().size();
            throw data.mistake(file.hasHeader()
                    ? "has the columns " + Quotes.list(file.names())
                            + " and none that the model has learned: allowed are " + Quotes.list(names)
                    : "has " + count + (count == 1 ? " column" : " columns") + " and no header: allowed is a file with"
                            + " commas between its columns and a header that names " + Quotes.list(names));
        }
        if (!absent.isEmpty()) {
            boolean one = absent.size() == 1;
            // One of them may be an absent column under another name.
            List<String> others = file.names().stream()
                    .filter(name -> !names.contains(name) && !name.equals(table.label())).toList();
            notes.add(data.path() + " lacks " + (one ? "the column " : "the columns ") + Quotes.list(absent)
                    + (one ? ": its value counts" : ": their values count") + " as missing in each row"
                    + (others.isEmpty() ? "" : "; columns that the model does not use: " + Quotes.list(others)));
        }
        return positions;
    }

    /** Whether neither the model's data nor this file has a header, and this file has no label. */
    private boolean isNumbered(CsvFile file, List<String> names) {
        return !labelled && !file.hasHeader() && file.names().size() == names.size()
                && names.stream().allMatch(name -> name.matches("column \\d+"));
    }
}
