package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.TextRows;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Plain text, character by character. Training windows start half a block apart, so that every character is predicted
 * with much text before it; test windows start a whole block apart.
 */
final class TextSource implements DataSource {

    private static final int DEFAULT_BLOCK = 64;
    private static final int MAX_CHARACTERS = 1 << 30;

    private final String text;
    private final List<DataFile> files;
    private final Optional<Integer> block;
    private final TestPart testPart;
    private final boolean namesTestRows;

    /**
     * Opens no file yet.
     *
     * @param text     data source as the user wrote it
     * @param block    value of the option, if set
     * @param testPart share at the end of each file, or a separate file
     * @param namesTestRows whether the user set the test part
     */
    TextSource(String text, List<DataFile> files, Optional<Integer> block, TestPart testPart,
            boolean namesTestRows) {
        this.text = text;
        this.files = List.copyOf(files);
        this.block = block;
        this.testPart = testPart;
        this.namesTestRows = namesTestRows;
    }

    /** The vocabulary covers all parts, because test results mean little if characters are unknown. */
    @Override
    public Schema describe() {
        List<String> texts = new ArrayList<>();
        files.forEach(file -> texts.add(TextFile.read(file)));
        testPart.file().ifPresent(file -> texts.add(TextFile.read(file)));
        return new Schema(Task.CLASSIFY, new RowEncoding.Characters(block.orElse(DEFAULT_BLOCK)),
                Alphabet.of(texts, "Data '" + text + "'"), Scaling.NONE);
    }

    @Override
    public LoadedData load(Schema schema) {
        RowEncoding.Characters encoding = encoding(schema);
        Alphabet alphabet = new Alphabet(schema.classes());
        List<short[]> texts = files.stream().map(file -> alphabet.numbers(TextFile.read(file), file)).toList();
        short[] all = concatenated(texts);
        int[][] train = new int[files.size()][];
        List<int[]> test = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < train.length; i++) {
            int to = from + texts.get(i).length;
            int end = to - testCharacters(texts.get(i).length);
            train[i] = TextRows.windows(from, end, encoding.block(), stride(encoding));
            test.add(TextRows.windows(end, to, encoding.block(), encoding.block()));
            from = to;
        }
        TextRows trainRows = new TextRows(all, joined(Arrays.asList(train)), encoding.block());
        TextRows testRows = testPart.file().map(file -> testRows(alphabet.numbers(TextFile.read(file), file), encoding))
                .orElseGet(() -> new TextRows(all, joined(test), encoding.block()));
        checkRows(trainRows, testRows, encoding);
        int[] rowsOfFile = Arrays.stream(train).mapToInt(windows -> windows.length).toArray();
        return new LoadedData(trainRows, testRows, files.stream().map(file -> file.path().toString()).toList(),
                rowsOfFile, column -> speakers(column, encoding));
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
        RowEncoding.Characters encoding = encoding(schema);
        Alphabet alphabet = new Alphabet(schema.classes());
        for (DataFile file : all().toList()) {
            short[] numbers = alphabet.numbers(TextFile.read(file), file);
            if (numbers.length < 2) {
                throw file.mistake("has " + (numbers.length == 0 ? "no character" : "one character")
                        + ": allowed are texts of at least two");
            }
            TextVisit.read(numbers, encoding.block(), labelled, visitor);
        }
        return List.of();
    }

    @Override
    public boolean namesTestRows() {
        return namesTestRows;
    }

    private RowEncoding.Characters encoding(Schema schema) {
        if (schema.encoding() instanceof RowEncoding.Characters encoding
                && (block.isEmpty() || block.get() == encoding.block())) {
            return encoding;
        }
        throw new UserMistakeException("Data '" + text + "' is text"
                + block.map(count -> " in blocks of " + count + " characters").orElse("")
                + ": allowed in this run are " + schema.encoding().description());
    }

    private static TextRows testRows(short[] numbers, RowEncoding.Characters encoding) {
        return new TextRows(numbers, TextRows.windows(0, numbers.length, encoding.block(), encoding.block()),
                encoding.block());
    }

    private void checkRows(Dataset train, Dataset test, RowEncoding.Characters encoding) {
        if (train.rows() == 0 || test.rows() == 0) {
            throw new UserMistakeException("Data '" + text + "' is too short for a window of " + encoding.block()
                    + " characters and the next one in its " + (train.rows() == 0 ? "training" : "test")
                    + " part: allowed are longer texts or a smaller block=N");
        }
    }

    private int testCharacters(int length) {
        return (int) (testPart.fraction() * length);
    }

    private static int stride(RowEncoding.Characters encoding) {
        return Math.max(1, encoding.block() / 2);
    }

    /** Speaker of each training window: the one at its middle, who speaks most of it. */
    private List<String> speakers(String column, RowEncoding.Characters encoding) {
        if (!column.equals(LoadedData.SPEAKER)) {
            throw new UserMistakeException("Data '" + text + "' is text and has no column '" + column
                    + "': allowed are the splits iid, files and speaker");
        }
        List<String> speakers = new ArrayList<>();
        for (DataFile file : files) {
            String content = TextFile.read(file);
            int characters = content.codePointCount(0, content.length());
            int[] middles = TextRows.windows(0, characters - testCharacters(characters), encoding.block(),
                    stride(encoding));
            Arrays.setAll(middles, i -> middles[i] + encoding.block() / 2);
            speakers.addAll(new Speakers(content, file).at(middles));
        }
        return Collections.unmodifiableList(speakers);
    }

    private static int[] joined(List<int[]> parts) {
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private short[] concatenated(List<short[]> texts) {
        long length = texts.stream().mapToLong(part -> part.length).sum();
        if (length > MAX_CHARACTERS) {
            throw new UserMistakeException("Data '" + text + "' has " + length + " characters: allowed are up to "
                    + MAX_CHARACTERS);
        }
        short[] all = new short[(int) length];
        int next = 0;
        for (short[] part : texts) {
            System.arraycopy(part, 0, all, next, part.length);
            next += part.length;
        }
        return all;
    }
}
