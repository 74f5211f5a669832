package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;

/** Parser of data sources as users write them. */
final class DataSourceParser {

    private static final String CSV = "csv:";
    private static final String LIBSVM = "libsvm:";
    private static final String TEXT = "text:";
    private static final double TEXT_TEST_FRACTION = 0.1;
    private static final String IDX = "idx:";
    private static final String STREAM = "stream";
    private static final List<String> CSV_OPTIONS = Stream
            .concat(Stream.of("label", "test", "task", "missing"), CsvDialect.OPTIONS.stream()).toList();

    private DataSourceParser() {}

    static DataSource parse(String text) {
        if (text.equals("digits")) {
            return new DigitsSource();
        }
        if (text.startsWith(IDX) && text.length() > IDX.length()) {
            return new IdxSource(text, DataFile.of(text.substring(IDX.length())));
        }
        int comma = QuotedWords.indexOf(text, ',');
        String head = comma < 0 ? text : text.substring(0, comma);
        String pairs = comma < 0 ? "" : text.substring(comma + 1);
        if (comma >= 0 && pairs.isEmpty()) {
            throw new UserMistakeException("Data '" + text + "' ends in a comma: allowed is an option after it");
        }
        if (head.startsWith(CSV)) {
            return csv(text, head, pairs);
        }
        if (head.startsWith(LIBSVM) && head.length() > LIBSVM.length()) {
            return libsvm(text, head, pairs);
        }
        if (head.startsWith(TEXT)) {
            return text(text, head, pairs);
        }
        throw new UserMistakeException("Data '" + text + "' is unknown: allowed are digits, idx:DIR, "
                + "csv:FILE[,label=last|first|N|NAME][,test=FILE|FRACTION][,task=classify|regress][,missing=drop][,stream] and more (see the table of options), "
                + "several csv files joined with + before the options, libsvm:FILE[,test=FILE][,features=N][,stream], and "
                + "text:FILE[,block=N][,test=FILE|FRACTION]");
    }

    private static DataSource csv(String text, String head, String pairs) {
        List<DataFile> files = files(text, head, pairs, CSV);
        Options options = new Options(text, pairs, CSV_OPTIONS, List.of(STREAM));
        Optional<Task> task = options.value("task").map(word -> switch (word) {
            case "classify" -> Task.CLASSIFY;
            case "regress" -> Task.REGRESS;
            default -> throw options.mistake("has the task '" + word + "'", "task=classify or task=regress");
        });
        if (!options.value("missing").orElse("drop").equals("drop")) {
            throw options.mistake("has missing=" + options.value("missing").orElseThrow(),
                    "missing=drop, which skips rows without a label");
        }
        return new CsvSource(text, files, options.value("label"), task, options.value("missing").isPresent(),
                testPart(options, TestPart.DEFAULT), options.hasFlag(STREAM), CsvDialect.of(options));
    }

    /** Names joined with plus signs, each with or without the kind as a prefix. */
    private static List<DataFile> files(String text, String head, String pairs, String kind) {
        if (pairs.contains("+" + kind)) {
            throw new UserMistakeException(
                    "Data '" + text + "' has options between its files: allowed are options after the last file");
        }
        List<DataFile> files = new ArrayList<>();
        for (String part : QuotedWords.split(head, '+')) {
            String name = QuotedWords.plain(part.startsWith(kind) ? part.substring(kind.length()) : part);
            if (name.isEmpty()) {
                throw new UserMistakeException("Data '" + text
                        + "' has an empty file name: allowed are names joined with single + signs");
            }
            files.add(DataFile.of(name));
        }
        return files;
    }

    private static DataSource text(String text, String head, String pairs) {
        Options options = new Options(text, pairs, List.of("block", "test"), List.of());
        return new TextSource(text, files(text, head, pairs, TEXT),
                options.value("block").map(word -> whole(options, "block", word, RowEncoding.Characters.MAX_BLOCK)),
                testPart(options, TestPart.fraction(TEXT_TEST_FRACTION)), options.value("test").isPresent());
    }

    private static int whole(Options options, String name, String word, int max) {
        double number = Numbers.parse(word);
        if (!(number >= 1 && number <= max && number == (int) number)) {
            throw options.mistake("has " + name + "=" + word, "a whole number from 1 to " + max);
        }
        return (int) number;
    }

    private static TestPart testPart(Options options, TestPart usual) {
        Optional<String> test = options.value("test");
        if (test.isEmpty()) {
            return usual;
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
        Options options = new Options(text, pairs, List.of("test", "features", "first", "qid"), List.of(STREAM));
        Optional<Integer> features = options.value("features")
                .map(word -> whole(options, "features", word, RowEncoding.MAX_FEATURES));
        int first = options.value("first").map(word -> switch (word) {
            case "0" -> 0;
            case "1" -> 1;
            default -> throw options.mistake("has first=" + word, "first=0 or first=1, the index of the first feature");
        }).orElse(1);
        boolean dropGroups = options.value("qid").map(word -> {
            if (!word.equals("drop")) {
                throw options.mistake("has qid=" + word, "qid=drop, which skips groups for ranking");
            }
            return true;
        }).orElse(false);
        return new LibsvmSource(text, DataFile.of(QuotedWords.plain(head.substring(LIBSVM.length()))),
                new LibsvmFile.Form(first, dropGroups), features,
                options.value("test").map(name -> TestPart.file(DataFile.of(name))).orElse(TestPart.DEFAULT),
                options.hasFlag(STREAM));
    }
}
