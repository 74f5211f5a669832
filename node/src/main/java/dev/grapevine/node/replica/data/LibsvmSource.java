package dev.grapevine.node.replica.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.UserMistakeException;

/** Sparse rows in the text format of LIBSVM. */
final class LibsvmSource implements DataSource {

    private final String text;
    private final DataFile file;
    private final Optional<Integer> features;
    private final TestPart testPart;

    /**
     * Opens nothing yet.
     *
     * @param text     as the user wrote it
     * @param features the option's value, if it is set
     */
    LibsvmSource(String text, DataFile file, Optional<Integer> features, TestPart testPart) {
        this.text = text;
        this.file = file;
        this.features = features;
        this.testPart = testPart;
    }

    @Override
    public Schema describe() {
        LabelFit labels = new LabelFit("Data '" + text + "'");
        int[] highest = {0};
        LibsvmFile.forEach(file, features.orElse(RowEncoding.MAX_FEATURES), (number, line, label, row) -> {
            labels.add(label, !testPart.contains(number), file, line);
            if (row.columns().length > 0) {
                highest[0] = Math.max(highest[0], row.columns()[row.columns().length - 1] + 1);
            }
        });
        if (highest[0] == 0) {
            throw file.mistake("has no features: allowed are rows of LABEL INDEX:VALUE INDEX:VALUE …");
        }
        return labels.schema(Optional.empty(), new RowEncoding.Plain(features.orElse(highest[0])));
    }

    @Override
    public LoadedData load(Schema schema) {
        if (!(schema.encoding() instanceof RowEncoding.Plain encoding)
                || features.isPresent() && features.get() != encoding.features()) {
            throw new UserMistakeException("Data '" + text + "' has sparse rows"
                    + features.map(count -> " with " + count + " features").orElse("") + ": allowed by the run are "
                    + schema.encoding().description());
        }
        LabelReader labels = new LabelReader(schema);
        List<SparseRows.Row> train = new ArrayList<>();
        List<SparseRows.Row> test = new ArrayList<>();
        LibsvmFile.forEach(file, encoding.features(), (number, line, label, row) -> {
            (testPart.contains(number) ? test : train).add(row.withTarget(labels.target(label, file, line)));
        });
        testPart.file().ifPresent(testFile -> LibsvmFile.forEach(testFile, encoding.features(),
                (_, line, label, row) -> test.add(row.withTarget(labels.target(label, testFile, line)))));
        if (train.isEmpty() || test.isEmpty()) {
            throw new UserMistakeException("Data '" + text + "' has " + train.size() + " training rows and "
                    + test.size()
                    + " test rows: allowed are at least one of each, and test=FILE for tests of their own");
        }
        return LoadedData.ofOneFile(text, new SparseRows(encoding.features(), train),
                new SparseRows(encoding.features(), test));
    }
}
