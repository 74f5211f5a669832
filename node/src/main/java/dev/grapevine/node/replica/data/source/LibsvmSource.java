package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.MappedRows;
import dev.grapevine.node.replica.data.rows.RowBudget;
import dev.grapevine.node.replica.data.rows.RowSink;
import dev.grapevine.node.replica.data.rows.SparseRows;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.LabelFit;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** Sparse rows in LIBSVM's text format. */
final class LibsvmSource implements DataSource {

    private final String text;
    private final DataFile file;
    private final LibsvmFile.Form form;
    private final Optional<Integer> features;
    private final TestPart testPart;
    private final boolean stream;

    /**
     * Opens no file yet.
     *
     * @param text     data source as the user wrote it
     * @param features value of the option, if set
     * @param stream   whether rows are kept on disk
     */
    LibsvmSource(String text, DataFile file, LibsvmFile.Form form, Optional<Integer> features, TestPart testPart,
            boolean stream) {
        this.text = text;
        this.form = form;
        this.file = file;
        this.features = features;
        this.testPart = testPart;
        this.stream = stream;
    }

    @Override
    public Schema describe() {
        return profile().orElseThrow().schema();
    }

    @Override
    public Optional<DataProfile> profile() {
        LabelFit labels = new LabelFit("Data '" + text + "'");
        int[] highest = {0};
        long[] trainRows = {0};
        LibsvmFile.forEach(file, form, features.orElse(RowEncoding.MAX_FEATURES), (number, line, label, row) -> {
            boolean training = !testPart.contains(number);
            labels.add(label, training, file.at(line));
            trainRows[0] += training ? 1 : 0;
            if (row.columns().length > 0) {
                highest[0] = Math.max(highest[0], row.columns()[row.columns().length - 1] + 1);
            }
        });
        if (highest[0] == 0) {
            throw file.mistake("has no features: allowed are rows of LABEL INDEX:VALUE INDEX:VALUE …");
        }
        return Optional.of(new DataProfile("Data '" + text + "'",
                new DataSums.Sparse(trainRows[0], labels.sums(Optional.empty()), features.orElse(highest[0])),
                List.of()));
    }

    @Override
    public LoadedData load(Schema schema) {
        RowEncoding.Plain encoding = encoding(schema);
        LabelReader labels = new LabelReader(schema);
        RowBudget budget = RowBudget.ofHeap("Data '" + text + "'");
        RowSink train = sink(encoding.features(), budget);
        RowSink test = sink(encoding.features(), budget);
        LibsvmFile.forEach(file, form, encoding.features(), (number, line, label, row) -> {
            (testPart.contains(number) ? test : train).add(row.withTarget(labels.target(label, file.at(line))));
        });
        testPart.file().ifPresent(testFile -> LibsvmFile.forEach(testFile, form, encoding.features(),
                (_, line, label, row) -> test.add(row.withTarget(labels.target(label, testFile.at(line))))));
        Dataset trainRows = train.build();
        Dataset testRows = test.build();
        if (trainRows.rows() == 0 || testRows.rows() == 0) {
            throw new UserMistakeException("Data '" + text + "' has " + trainRows.rows() + " training rows and "
                    + testRows.rows()
                    + " test rows: allowed is data with at least one of each, or test=FILE with separate test rows");
        }
        return LoadedData.ofOneFile(text, trainRows, testRows);
    }

    @Override
    public List<Path> files() {
        return all().map(DataFile::path).toList();
    }

    private Stream<DataFile> all() {
        return Stream.concat(Stream.of(file), testPart.file().stream());
    }

    @Override
    public List<String> visit(Schema schema, boolean labelled, RowVisitor visitor) {
        RowEncoding.Plain encoding = encoding(schema);
        LabelReader labels = new LabelReader(schema);
        float[] dense = new float[encoding.features()];
        float[] target = RowVisitor.unknown(1);
        for (DataFile next : all().toList()) {
            LibsvmFile.forEach(next, form, encoding.features(), (_, line, label, row) -> {
                Arrays.fill(dense, 0);
                for (int i = 0; i < row.columns().length; i++) {
                    dense[row.columns()[i]] = row.values()[i];
                }
                if (labelled) {
                    target[0] = labels.target(label, next.at(line));
                }
                visitor.row(dense, target, 0, 1);
            });
        }
        return List.of();
    }

    @Override
    public boolean namesTestRows() {
        return testPart != TestPart.DEFAULT;
    }

    private RowEncoding.Plain encoding(Schema schema) {
        if (schema.encoding() instanceof RowEncoding.Plain encoding
                && (features.isEmpty() || features.get() == encoding.features())) {
            return encoding;
        }
        throw new UserMistakeException("Data '" + text + "' has sparse rows"
                + features.map(count -> " with " + count + " features").orElse("") + ": allowed in this run are "
                + schema.encoding().description());
    }

    private RowSink sink(int width, RowBudget budget) {
        return stream ? new MappedRows.Builder(width) : new SparseRows.Builder(width, budget);
    }
}
