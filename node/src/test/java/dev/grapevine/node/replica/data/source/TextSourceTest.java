package dev.grapevine.node.replica.data.source;

import static dev.grapevine.node.replica.data.Mistakes.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.TextRows;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.data.split.Split;

class TextSourceTest {

    @TempDir
    Path directory;

    private Path file(String name, String text) {
        return Samples.write(directory, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static LoadedData load(String text) {
        return DataSource.parse(text).load(DataSource.parse(text).describe());
    }

    /** Characters of a row and of its targets. */
    private static String[] window(Dataset data, Schema schema, int row) {
        float[] targets = new float[data.positions()];
        data.targets(new int[]{row}, 0, 1, targets);
        return new String[]{spelt(Samples.row(data, row), schema), spelt(targets, schema)};
    }

    private static String spelt(float[] numbers, Schema schema) {
        StringBuilder text = new StringBuilder();
        for (float number : numbers) {
            text.append(schema.classes().get((int) number));
        }
        return text.toString();
    }

    @Test
    void onlyTrainingWindowsOverlap() {
        String text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";
        DataSource source = DataSource.parse("text:" + file("a.txt", text) + ",block=4,test=0.5");
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.classes()).hasSize(40).startsWith("A", "B").endsWith("y", "z");
        assertThat(schema.task()).isEqualTo(Task.CLASSIFY);
        assertThat(data.train().rows()).isEqualTo(8);
        assertThat(data.train().width()).isEqualTo(4);
        assertThat(data.train().positions()).isEqualTo(4);
        assertThat(window(data.train(), schema, 0)).containsExactly("abcd", "bcde");
        assertThat(window(data.train(), schema, 1)).containsExactly("cdef", "defg");
        assertThat(window(data.train(), schema, 7)).containsExactly("opqr", "pqrs");
        assertThat(data.train().target(7)).isEqualTo(schema.classes().indexOf("p"));
        assertThat(data.test().rows()).isEqualTo(4);
        assertThat(window(data.test(), schema, 0)).containsExactly("uvwx", "vwxy");
        assertThat(window(data.test(), schema, 3)).containsExactly("GHIJ", "HIJK");
    }

    @Test
    void defaultsAreBlockOf64AndTestOnLastTenth() {
        String text = "ab".repeat(1000);
        DataSource source = DataSource.parse("text:" + file("a.txt", text));
        LoadedData data = source.load(source.describe());
        assertThat(source.describe().encoding()).isEqualTo(new RowEncoding.Characters(64));
        assertThat(data.train().rows()).isEqualTo((1800 - 65) / 32 + 1);
        assertThat(data.test().rows()).isEqualTo((200 - 65) / 64 + 1);
    }

    @Test
    void charterKeepsVocabularyOfAnyCharacters() {
        Path file = file("a.txt", "\uFEFF" + "tab\tquote\"\\ \u00e9 \uD83C\uDF47\r\nline\u0001\n".repeat(9));
        DataSource source = DataSource.parse("text:" + file + ",block=3,test=" + file);
        Schema schema = source.describe();
        assertThat(schema.classes()).startsWith("\u0001", "\t", "\n", " ", "\"").endsWith("\u00e9", "\uD83C\uDF47")
                .doesNotContain("\r", "\uFEFF");
        assertThat(Schema.fromJson(schema.toJson())).isEqualTo(schema);
        LoadedData data = source.load(Schema.fromJson(schema.toJson()));
        assertThat(window(data.test(), schema, 4)).containsExactly("\u00e9 \uD83C\uDF47", " \uD83C\uDF47\n");
    }

    @Test
    void unknownCharacterIsMistakeWithFileAndLine() {
        Schema schema = DataSource.parse("text:" + file("a.txt", "abc\n ".repeat(9)) + ",block=2").describe();
        DataSource other = DataSource.parse("text:" + file("b.txt", "abc\nab\nabxc\nabc".repeat(9)));
        assertMistake(() -> other.load(schema), "b.txt line 3", "'x' (U+0078)", "U+000A, U+0020, a, b, c");
        DataSource newline = DataSource.parse("text:" + file("c.txt", "abc\u0007"));
        assertMistake(() -> newline.load(schema), "c.txt line 1", "'?' (U+0007)");
    }

    @Test
    void invalidFilesAreMistakes() {
        assertMistake(() -> load("text:" + directory.resolve("none.txt")), "none.txt", "does not exist");
        assertMistake(() -> load("text:" + file("a.txt", "aaaa".repeat(99))), "a.txt", "1 different character");
        assertMistake(() -> load("text:" + file("b.txt", "ab".repeat(40))), "b.txt", "too short", "64", "test part",
                "block=N");
        assertMistake(() -> load("text:" + file("c.txt", "abab") + ",test=" + file("d.txt", "ab".repeat(99))), "c.txt",
                "too short", "training part");
        assertMistake(() -> load("text:" + Samples.write(directory, "e.txt", new byte[]{'a', (byte) 0xff, 'b'})),
                "e.txt", "UTF-8");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1001; i++) {
            many.appendCodePoint(0x4e00 + i);
        }
        assertMistake(() -> load("text:" + file("f.txt", many.toString())), "f.txt", "1001", "2 to 1000");
    }

    @Test
    void blockMustMatchTheRuns() {
        Path file = file("a.txt", "ab".repeat(100));
        Schema schema = DataSource.parse("text:" + file + ",block=8").describe();
        assertThat(DataSource.parse("text:" + file).load(schema).train().width()).isEqualTo(8);
        assertMistake(() -> DataSource.parse("text:" + file + ",block=9").load(schema), "blocks of 9", "blocks of 8");
        assertMistake(() -> DataSource.parse("text:" + file).load(Samples.classes(2)), "is text", "sparse rows");
        assertMistake(() -> DataSource.parse("digits").load(schema), "text in blocks of 8");
    }

    @Test
    void classesOfTextAreSingleCharacters() {
        for (List<String> classes : List.of(List.of("a", "bc"), List.of("a", ""))) {
            assertThatIllegalArgumentException().isThrownBy(
                    () -> new Schema(Task.CLASSIFY, new RowEncoding.Characters(4), classes, Scaling.NONE));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Schema(Task.REGRESS, new RowEncoding.Characters(4), List.of(), Scaling.NONE));
        for (int block : new int[]{0, -1, 4097}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RowEncoding.Characters(block));
        }
    }

    @Test
    void compactPartKeepsOnlyItsOwnText() {
        short[] text = new short[1000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (short) i;
        }
        TextRows rows = new TextRows(text, TextRows.windows(0, 1000, 10, 5), 10);
        int[] chosen = {7, 100, 8, 7, 0, 197};
        Dataset compact = rows.compact(chosen);
        Dataset view = rows.subset(chosen);
        assertThat(compact.rows()).isEqualTo(chosen.length);
        for (int row = 0; row < chosen.length; row++) {
            assertThat(Samples.row(compact, row)).isEqualTo(Samples.row(rows, chosen[row]))
                    .isEqualTo(Samples.row(view, row));
            float[] targets = new float[10];
            compact.targets(new int[]{row}, 0, 1, targets);
            assertThat(targets[9]).isEqualTo(Samples.row(rows, chosen[row])[9] + 1);
            assertThat(compact.target(row)).isEqualTo(rows.target(chosen[row]));
        }
        assertThat(TextRows.windows(5, 15, 10, 3)).isEmpty();
        assertThat(TextRows.windows(5, 16, 10, 3)).containsExactly(5);
    }

    private static final String PLAY = "ANNE:\nOne two three four.\n\nFirst Lord: Five six seven.\n\nANNE:\nEight.\n\n"
            + "And: nine, too.\n\n\nBOB:\nTen\neleven: twelve.\n";

    @Test
    void blocksStartWithSpeaker() {
        Speakers speakers = new Speakers(PLAY, DataFile.of("play.txt"));
        assertThat(speakers.at(new int[]{0, 5, PLAY.indexOf("First") - 1, PLAY.indexOf("First"), PLAY.indexOf("six"),
                PLAY.indexOf("Eight"), PLAY.indexOf("nine"), PLAY.indexOf("twelve")}))
                .containsExactly("ANNE", "ANNE", "ANNE", "First Lord", "First Lord", "ANNE", "And", "BOB");
        assertMistake(() -> new Speakers("\n\nOnce upon a time, he said: no.\n", DataFile.of("b.txt")), "b.txt line 3",
                "'Once upon", "NAME:");
        assertMistake(() -> new Speakers("\n", DataFile.of("b.txt")), "b.txt", "NAME:");
    }

    @Test
    void speakerSplitKeepsSpeakersWhole() {
        StringBuilder play = new StringBuilder();
        for (int scene = 0; scene < 20; scene++) {
            play.append("ANNE:\n").append("a".repeat(60)).append("\n\n");
            play.append("BOB:\n").append("b".repeat(40)).append("\n\n");
            play.append("CLEO:\n").append("c".repeat(20)).append("\n\n");
        }
        DataSource source = DataSource.parse("text:" + file("play.txt", play.toString()) + ",block=4");
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        int[][] parts = Split.parse("speaker").parts(data, schema, 2, new RandomStream(1));
        assertThat(letters(data, schema, parts[0])).contains("aaaa").doesNotContain("bbbb", "cccc");
        assertThat(letters(data, schema, parts[1])).contains("bbbb", "cccc").doesNotContain("aaaa");
        assertThat(parts[0].length + parts[1].length).isEqualTo(data.train().rows());
        assertThat((double) parts[0].length / parts[1].length).isBetween(0.8, 1.2);
        assertThat(Split.parse("by:speaker").parts(data, schema, 2, new RandomStream(1))).isDeepEqualTo(parts);
        assertMistake(() -> Split.parse("speaker").parts(data, schema, 4, new RandomStream(1)), "3 different speakers",
                "4 nodes");
        assertMistake(() -> Split.parse("speaker").parts(Samples.withTargets(1, 0), Samples.classes(2), 2,
                new RandomStream(1)), "'speaker'", "sparse rows");
    }

    private static List<String> letters(LoadedData data, Schema schema, int[] part) {
        return Arrays.stream(part).mapToObj(row -> window(data.train(), schema, row)[0]).toList();
    }

    @Test
    void fileSplitHasNoWindowAcrossFiles() {
        String text = "text:" + file("a.txt", "ab".repeat(100)) + "+text:" + file("b.txt", "bc".repeat(150))
                + ",block=8";
        Schema schema = DataSource.parse(text).describe();
        LoadedData data = DataSource.parse(text).load(schema);
        int[][] parts = Split.parse("files").parts(data, schema, 2, new RandomStream(1));
        assertThat(letters(data, schema, parts[0])).containsOnly("abababab");
        assertThat(letters(data, schema, parts[1])).containsOnly("bcbcbcbc");
        assertThat(data.test().rows()).isEqualTo((20 - 9) / 8 + 1 + (30 - 9) / 8 + 1);
        assertThat(Split.parse("iid").parts(data, schema, 5, new RandomStream(1))).hasNumberOfRows(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dirichlet:1", "shards:2", "stratified", "by:column"})
    void splitsByClassOrColumnAreMistakes(String split) {
        String text = "text:" + file("a.txt", "ab".repeat(1000));
        Schema schema = DataSource.parse(text).describe();
        assertMistake(() -> Split.parse(split).parts(DataSource.parse(text).load(schema), schema, 2,
                new RandomStream(1)), "is text", "iid, files and speaker");
    }
}
