package dev.grapevine.node.replica.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.UserMistakeException;

/** Reads the user's word for data. */
final class DataSourceParser {

    private static final String CSV = "csv:";
    private static final String LIBSVM = "libsvm:";
    private static final String IDX = "idx:";
    private static final String STREAM = "stream";

    private DataSourceParser() {}

    static DataSource parse(String text) {
        if (text.equals("digits")) {
            return new DigitsSource();
        }
        if (text.startsWith(IDX) && text.length() > IDX.length()) {
            return new IdxSource(text, DataFile.of(text.substring(IDX.length())));
        }
        int comma = text.indexOf(',');
        String head = comma < 0 ? text : text.substring(0, comma);
        String pairs = comma < 0 ? "" : text.substring(comma + 1);
        if (comma >= 0 && pairs.isEmpty()) {
            throw new UserMistakeException("Data '" + text + "' ends in a comma: allowed is an option behind it");
        }
        if (head.startsWith(CSV)) {
            return csv(text, head, pairs);
        }
        if (head.startsWith(LIBSVM) && head.length() > LIBSVM.length()) {
            return libsvm(text, head, pairs);
        }
        throw new UserMistakeException("Data '" + text + "' is unknown: allowed are digits, idx:DIR, "
                + "csv:FILE[,label=last|first|N|NAME][,test=FILE|FRACTION][,task=classify|regress][,missing=drop][,stream], "
                + "several csv files joined with + before the options, and libsvm:FILE[,test=FILE][,features=N][,stream]");
    }

    private static DataSource csv(String text, String head, String pairs) {
        if (pairs.contains("+" + CSV)) {
            throw new UserMistakeException(
                    "Data '" + text + "' has options between its files: allowed are options after the last file");
        }
        List<DataFile> files = new ArrayList<>();
        for (String part : head.split("\\+", -1)) {
            String name = part.startsWith(CSV) ? part.substring(CSV.length()) : part;
            if (name.isEmpty()) {
                throw new UserMistakeException("Data '" + text
                        + "' has an empty name of a file: allowed are names joined with a + between each two");
            }
            files.add(DataFile.of(name));
        }
        Options options = new Options(text, pairs, List.of("label", "test", "task", "missing"),
                List.of(STREAM));
        Optional<Task> task = options.value("task").map(word -> switch (word) {
            case "classify" -> Task.CLASSIFY;
            case "regress" -> Task.REGRESS;
            default -> throw options.mistake("has the task '" + word + "'", "task=classify or task=regress");
        });
        if (!options.value("missing").orElse("drop").equals("drop")) {
            throw options.mistake("has missing=" + options.value("missing").orElseThrow(),
                    "missing=drop, which drops rows without a label");
        }
        return new CsvSource(text, files, options.value("label"), task, options.value("missing").isPresent(),
                csvTestPart(options), options.hasFlag(STREAM));
    }

    private static TestPart csvTestPart(Options options) {
        Optional<String> test = options.value("test");
        if (test.isEmpty()) {
            return TestPart.DEFAULT;
        }
        double fraction = Numbers.parse(test.get());
        if (Double.isNaN(fraction)) {
            return TestPart.file(DataFile.of(test.get()));
        }
        if (!(fraction > 0 && fraction < 1)) {
            throw options.mistake("has test=" + test.get(), "a fraction between 0 and 1 or the name of a file");
        }
        return TestPart.fraction(fraction);
    }

    private static DataSource libsvm(String text, String head, String pairs) {
        Options options = new Options(text, pairs, List.of("test", "features"), List.of(STREAM));
        Optional<Integer> features = options.value("features").map(word -> {
            double number = Numbers.parse(word);
            if (!(number >= 1 && number <= RowEncoding.MAX_FEATURES && number == (int) number)) {
                throw options.mistake("has features=" + word, "a whole number from 1 to " + RowEncoding.MAX_FEATURES);
            }
            return (int) number;
        });
        return new LibsvmSource(text, DataFile.of(head.substring(LIBSVM.length())), features,
                options.value("test").map(name -> TestPart.file(DataFile.of(name))).orElse(TestPart.DEFAULT),
                options.hasFlag(STREAM));
    }
}
