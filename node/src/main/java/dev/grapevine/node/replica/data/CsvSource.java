package dev.grapevine.node.replica.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.UserMistakeException;

/** Tables in csv files. */
final class CsvSource implements DataSource {

    private static final String FIRST = "first";
    private static final String LAST = "last";

    private final String text;
    private final List<DataFile> files;
    private final Optional<String> label;
    private final Optional<Task> task;
    private final boolean dropMissing;
    private final TestPart testPart;

    /**
     * Opens nothing yet.
     *
     * @param text  as the user wrote it
     * @param label the option's value, if it is set
     * @param task  the option's value, if it is set
     */
    CsvSource(String text, List<DataFile> files, Optional<String> label, Optional<Task> task, boolean dropMissing,
            TestPart testPart) {
        this.text = text;
        this.files = List.copyOf(files);
        this.label = label;
        this.task = task;
        this.dropMissing = dropMissing;
        this.testPart = testPart;
    }

    @Override
    public Schema describe() {
        // A label called by its name tells that there is a header.
        CsvFile first = CsvFile.open(files.getFirst(),
                label.filter(word -> !word.equals(FIRST) && !word.equals(LAST)).stream().toList());
        String labelName = labelName(first, label.orElse(LAST));
        List<ColumnFit> columns = new ArrayList<>();
        List<String> names = first.names().stream().filter(name -> !name.equals(labelName)).toList();
        names.forEach(name -> columns.add(new ColumnFit(name)));
        LabelFit labels = new LabelFit("Data '" + text + "'");
        int[] trainRows = {0};
        table(names, labelName).forEachRow(row -> {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).add(row.cells().get(i), row);
            }
            labels.add(row.label(), !row.test(), row.file(), row.line());
            trainRows[0] += row.test() ? 0 : 1;
        });
        requireRows("training", trainRows[0]);
        List<Column> fitted = columns.stream().map(ColumnFit::column).toList();
        requireShortSchema(fitted.stream().mapToLong(Column::features).sum() <= RowEncoding.MAX_FEATURES);
        Schema schema = labels.schema(task, new RowEncoding.Table(labelName, fitted));
        requireShortSchema(SchemaJson.isShortEnough(schema.toJson()));
        return schema;
    }

    @Override
    public LoadedData load(Schema schema) {
        if (!(schema.encoding() instanceof RowEncoding.Table encoding)) {
            throw new UserMistakeException("Data '" + text + "' has table rows: allowed by the run are "
                    + schema.encoding().description());
        }
        List<String> names = encoding.columns().stream().map(Column::name).toList();
        checkOptions(schema, names, encoding.label());
        CsvTable table = table(names, encoding.label());
        TableEncoder encoder = new TableEncoder(encoding);
        LabelReader labels = new LabelReader(schema);
        DenseRows.Builder train = new DenseRows.Builder(schema.width());
        DenseRows.Builder test = new DenseRows.Builder(schema.width());
        IntStream.Builder fileOfTrainRow = IntStream.builder();
        CsvTable.Visitor loader = row -> {
            (row.test() ? test : train).add(encoder.encode(row),
                    labels.target(row.label(), row.file(), row.line()));
            if (!row.test()) {
                fileOfTrainRow.add(row.fileNumber());
            }
        };
        table.forEachRow(loader);
        table.forEachRowOfTestFile(loader);
        DenseRows trainRows = train.build();
        DenseRows testRows = test.build();
        requireRows("training", trainRows.rows());
        requireRows("test", testRows.rows());
        return new LoadedData(trainRows, testRows, files.stream().map(file -> file.path().toString()).toList(),
                fileOfTrainRow.build().toArray(), column -> texts(column, encoding.label()));
    }

    private List<String> texts(String column, String labelName) {
        List<String> texts = new ArrayList<>();
        table(List.of(column), labelName).forEachRow(row -> {
            if (!row.test()) {
                String cell = row.cells().getFirst();
                texts.add(Cells.isMissing(cell) ? "" : cell.intern());
            }
        });
        return texts;
    }

    private CsvTable table(List<String> columns, String labelName) {
        return new CsvTable(files, testPart, columns, labelName, dropMissing);
    }

    /** A user who set options insists on them; where they are not set, the run's hold. */
    private void checkOptions(Schema schema, List<String> names, String labelName) {
        if (task.isPresent() && task.get() != schema.task()) {
            throw new UserMistakeException("Data '" + text + "' has task=" + task.get().word()
                    + ": allowed by the run is " + schema.task().word());
        }
        if (label.isPresent()) {
            String here = labelName(CsvFile.open(files.getFirst(), names), label.get());
            if (!here.equals(labelName)) {
                throw new UserMistakeException("Data '" + text + "' has the label '" + here
                        + "': allowed by the run is '" + labelName + "'");
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
        double number = Numbers.parse(word);
        return number >= 0 && number < names.size() && number == (int) number
                ? names.get((int) number)
                : names.get(file.position(word));
    }

    private void requireShortSchema(boolean shortEnough) {
        if (!shortEnough) {
            throw new UserMistakeException("Data '" + text + "' has too many columns and categories: allowed are as"
                    + " many as can be named in " + Schema.MAX_JSON_BYTES + " bytes");
        }
    }

    private void requireRows(String part, int rows) {
        if (rows == 0) {
            throw new UserMistakeException("Data '" + text + "' has no " + part + " rows: allowed are at least one"
                    + " training row and one test row with a label each, and test=FILE for tests of their own");
        }
    }
}
