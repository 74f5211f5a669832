package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.DenseRows;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.MappedRows;
import dev.grapevine.node.replica.data.rows.RowBudget;
import dev.grapevine.node.replica.data.rows.RowSink;
import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.ColumnFit;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.LabelFit;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.UserMistakeException;

/** Tables in CSV files. */
final class CsvSource implements DataSource {

    private static final String FIRST = "first";
    private static final String LAST = "last";

    private final String text;
    private final List<DataFile> files;
    private final Optional<String> label;
    private final Optional<Task> task;
    private final boolean dropMissing;
    private final TestPart testPart;
    private final boolean stream;
    private final CsvDialect dialect;

    /**
     * Opens no file yet.
     *
     * @param text   data source as the user wrote it
     * @param label  value of the option, if set
     * @param task   value of the option, if set
     * @param stream whether rows are kept on disk
     */
    CsvSource(String text, List<DataFile> files, Optional<String> label, Optional<Task> task, boolean dropMissing,
            TestPart testPart, boolean stream, CsvDialect dialect) {
        this.dialect = dialect;
        this.text = text;
        this.files = List.copyOf(files);
        this.label = label;
        this.task = task;
        this.dropMissing = dropMissing;
        this.testPart = testPart;
        this.stream = stream;
    }

    @Override
    public Schema describe() {
        return profile().orElseThrow().schema();
    }

    @Override
    public Optional<DataProfile> profile() {
        // A label given by name implies that there is a header.
        CsvFile first = CsvFile.open(files.getFirst(), dialect,
                label.filter(word -> !word.equals(FIRST) && !word.equals(LAST)).stream().toList());
        String labelName = labelName(first, label.orElse(LAST));
        List<ColumnFit> columns = new ArrayList<>();
        Set<String> dropped = named(first, dialect.drop(), "drop", labelName);
        Set<String> kept = named(first, dialect.keep(), "keep", labelName);
        List<String> names = first.names().stream().filter(name -> !name.equals(labelName) && !dropped.contains(name))
                .toList();
        if (names.isEmpty()) {
            throw new UserMistakeException(
                    "Data '" + text + "' drops each column but the label: allowed is to leave one");
        }
        names.forEach(name -> columns.add(new ColumnFit(name, kept.contains(name))));
        LabelFit labels = new LabelFit("Data '" + text + "'");
        long trainRows = 0;
        try (CsvTable.Rows rows = table(names, labelName).rows()) {
            while (rows.hasNext()) {
                CsvTable.Row row = rows.next();
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).add(row.cells().get(i), !row.test(), row.place());
                }
                labels.add(row.label(), !row.test(), row.place());
                trainRows += row.test() ? 0 : 1;
            }
        }
        requireRows("training", trainRows);
        DataSums sums = new DataSums.Table(trainRows, labelName, labels.sums(task),
                columns.stream().map(ColumnFit::sums).toList());
        return Optional.of(new DataProfile("Data '" + text + "'", sums,
                columns.stream().map(ColumnFit::range).toList()));
    }

    /** The columns that a user names, none of which may be the label. */
    private Set<String> named(CsvFile file, List<String> words, String option, String labelName) {
        Set<String> named = words.stream().map(file::name).collect(Collectors.toSet());
        if (named.contains(labelName)) {
            throw new UserMistakeException("Data '" + text + "' has " + option + "=" + String.join(",", words)
                    + ", and '" + labelName
                    + "' is the label: allowed are other columns, or label=NAME for another label");
        }
        return named;
    }

    @Override
    public LoadedData load(Schema schema) {
        RowEncoding.Table encoding = encoding(schema);
        List<String> names = encoding.columns().stream().map(Column::name).toList();
        checkOptions(schema, names, encoding.label());
        CsvTable table = table(names, encoding.label());
        TableEncoder encoder = new TableEncoder(encoding);
        LabelReader labels = new LabelReader(schema);
        RowBudget budget = RowBudget.ofHeap("Data '" + text + "'");
        RowSink train = sink(schema.width(), budget);
        RowSink test = sink(schema.width(), budget);
        int[] trainRowsOfFile = new int[files.size()];
        OddColumns odd = new OddColumns(encoding, schema);
        try (CsvTable.Rows rows = table.rows()) {
            while (rows.hasNext()) {
                CsvTable.Row row = rows.next();
                (row.test() ? test : train).add(encoder.encode(row.cells(), row.place()),
                        labels.target(row.label(), row.place()));
                if (!row.test()) {
                    trainRowsOfFile[row.fileNumber()]++;
                    odd.add(row.cells());
                }
            }
        }
        try (CsvTable.Rows rows = table.testRows()) {
            while (rows.hasNext()) {
                CsvTable.Row row = rows.next();
                test.add(encoder.encode(row.cells(), row.place()), labels.target(row.label(), row.place()));
            }
        }
        Dataset trainRows = train.build();
        Dataset testRows = test.build();
        requireRows("training", trainRows.rows());
        requireRows("test", testRows.rows());
        return new LoadedData(trainRows, testRows, files.stream().map(file -> file.path().toString()).toList(),
                trainRowsOfFile, column -> texts(column, encoding.label()))
                .noting(Stream.of(table.notes(), encoder.notes(), odd.notes()).flatMap(List::stream).toList());
    }

    @Override
    public List<Path> files() {
        return all().map(DataFile::path).toList();
    }

    private Stream<DataFile> all() {
        return Stream.concat(files.stream(), testPart.file().stream());
    }

    @Override
    public List<String> visit(Schema schema, boolean labelled, RowVisitor visitor) {
        RowEncoding.Table encoding = encoding(schema);
        checkOptions(schema, encoding.columns().stream().map(Column::name).toList(), encoding.label());
        return new TableVisit(schema, encoding, labelled, dropMissing, dialect, visitor).read(all().toList());
    }

    @Override
    public boolean namesTestRows() {
        return testPart != TestPart.DEFAULT;
    }

    private RowEncoding.Table encoding(Schema schema) {
        if (schema.encoding() instanceof RowEncoding.Table encoding) {
            return encoding;
        }
        throw new UserMistakeException("Data '" + text + "' has table rows: allowed in this run are "
                + schema.encoding().description());
    }

    private RowSink sink(int width, RowBudget budget) {
        return stream ? new MappedRows.Builder(width) : new DenseRows.Builder(width, budget);
    }

    private List<String> texts(String column, String labelName) {
        List<String> texts = new ArrayList<>();
        try (CsvTable.Rows rows = table(List.of(column), labelName).rows()) {
            while (rows.hasNext()) {
                CsvTable.Row row = rows.next();
                if (!row.test()) {
                    String cell = row.cells().getFirst();
                    texts.add(Cells.isMissing(cell) ? "" : cell.intern());
                }
            }
        }
        return texts;
    }

    private CsvTable table(List<String> columns, String labelName) {
        return new CsvTable(files, testPart, columns, labelName, dropMissing, dialect);
    }

    /** Options that the user set must agree with the run; options left open follow it. */
    private void checkOptions(Schema schema, List<String> names, String labelName) {
        if (task.isPresent() && task.get() != schema.task()) {
            throw new UserMistakeException("Data '" + text + "' has task=" + task.get().word()
                    + ": allowed in this run is " + schema.task().word());
        }
        if (!dialect.drop().isEmpty()) {
            CsvFile first = CsvFile.open(files.getFirst(), dialect, names);
            named(first, dialect.drop(), "drop", labelName).stream().filter(names::contains).findFirst()
                    .ifPresent(name -> {
                        throw new UserMistakeException("Data '" + text + "' drops the column '" + name
                                + "', which the run learns from: allowed is to leave out others, or to found a run"
                                + " without it");
                    });
        }
        if (label.isPresent()) {
            String here = labelName(CsvFile.open(files.getFirst(), dialect, names), label.get());
            if (!here.equals(labelName)) {
                throw new UserMistakeException("Data '" + text + "' has the label '" + here
                        + "': allowed in this run is '" + labelName + "'");
            }
        }
    }

    private static String labelName(CsvFile file, String word) {
        List<String> names = file.names();
        if (word.equals(LAST)) {
            return names.getLast();
        }
        if (word.equals(FIRST)) {
            return names.getFirst();
        }
        return file.name(word);
    }

    private void requireRows(String part, long rows) {
        if (rows == 0) {
            throw new UserMistakeException(
                    "Data '" + text + "' has no " + part + " rows: allowed is data with at least one"
                            + " training row and one test row with a label each, or test=FILE with separate test rows");
        }
    }
}
