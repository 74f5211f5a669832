package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.replica.data.Mistakes;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {

    private static final String[] TEST_LINES = {"x,colour,y", "0,red,a"};

    @TempDir
    Path directory;

    /** Data source of one file, with a small test file unless the options name another test part. */
    private DataSource source(String options, String... lines) {
        String test = options.contains("test=") ? "" : ",test=" + Samples.write(directory, "test.csv", TEST_LINES);
        return DataSource.parse("csv:" + Samples.write(directory, "train.csv", lines) + options + test);
    }

    private static List<Column> columns(Schema schema) {
        return ((RowEncoding.Table) schema.encoding()).columns();
    }

    /** Loading can be cancelled by an interrupt. */
    @Test
    void interruptedThreadStopsReading() {
        DataSource source = source("", "x,colour,y", "1,red,a", "3,blue,b", "5,red,a");
        Schema schema = source.describe();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(source::describe).isInstanceOf(CancelledException.class);
            assertThatThrownBy(() -> source.load(schema)).isInstanceOf(CancelledException.class);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void numbersAreStandardisedAndTextIsOneHot() {
        DataSource source = source("", "x,colour,y", "1,red,a", "3,blue,b", "5,red,a");
        Schema schema = source.describe();
        double deviation = Math.sqrt(8 / 3.0);
        assertThat(schema).isEqualTo(new Schema(Task.CLASSIFY,
                new RowEncoding.Table("y",
                        List.of(new Column.Numeric("x", new Scaling(3, deviation), false),
                                new Column.Categorical("colour", List.of("blue", "red")))),
                List.of("a", "b"), Scaling.NONE));
        LoadedData data = source.load(schema);
        assertThat(Samples.row(data.train(), 0)).containsExactly((float) (-2 / deviation), 0, 1, 0);
        assertThat(Samples.row(data.train(), 1)).containsExactly(0, 1, 0, 0);
        assertThat(Samples.targets(data.train())).containsExactly(0, 1, 0);
        assertThat(Samples.row(data.test(), 0)).containsExactly((float) (-3 / deviation), 0, 1, 0);
    }

    @Test
    void missingNumberIsMeanWithIndicator() {
        DataSource source = source("", "x,z,y", "1,1,a", "NA,2,b", "3,3,a", "?,4,b", ",5,a");
        Samples.write(directory, "test.csv", "x,z,y", "2,?,a");
        Schema schema = source.describe();
        assertThat(columns(schema)).extracting(Column::features).containsExactly(2, 1);
        LoadedData data = source.load(schema);
        assertThat(Samples.row(data.train(), 0)).startsWith(-1, 0);
        for (int row : new int[]{1, 3, 4}) {
            assertThat(Samples.row(data.train(), row)).startsWith(0, 1);
        }
        assertThat(Samples.row(data.test(), 0)).containsExactly(0, 0, 0);
    }

    @Test
    void unknownAndMissingTextIsEncodedAsOther() {
        DataSource source = source("", "x,colour,y", "1,red,a", "2,blue,b", "3,NA,b");
        Samples.write(directory, "test.csv", "x,colour,y", "2,green,a", "2,?,a", "2,blue,a");
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(Samples.row(data.train(), 2)).endsWith(0, 0, 1);
        assertThat(Samples.row(data.test(), 0)).endsWith(0, 0, 1);
        assertThat(Samples.row(data.test(), 1)).endsWith(0, 0, 1);
        assertThat(Samples.row(data.test(), 2)).endsWith(1, 0, 0);
    }

    @Test
    void constantAndEmptyColumnsAreFinite() {
        DataSource source = source(",test=0.2", "c,e,y", "7,,a", "7,,b", "7,,a");
        List<Column> columns = columns(source("", "c,e,y", "7,,a", "7,,b", "7,,a").describe());
        assertThat(columns).containsExactly(new Column.Numeric("c", new Scaling(7, 1), false),
                new Column.Numeric("e", Scaling.NONE, true));
        assertThat(source.describe().width()).isEqualTo(3);
    }

    @Test
    void labelIsFirstLastNumberedOrNamed() {
        String[] lines = {"a,b,c", "1,2,3", "4,5,6"};
        assertThat(label("", lines)).isEqualTo("c");
        assertThat(label(",label=last", lines)).isEqualTo("c");
        assertThat(label(",label=first", lines)).isEqualTo("a");
        assertThat(label(",label=1", lines)).isEqualTo("b");
        assertThat(label(",label=b", lines)).isEqualTo("b");
        assertThat(label(",label=0", "1,2,3", "4,5,6")).isEqualTo("column 0");
    }

    private String label(String options, String... lines) {
        return ((RowEncoding.Table) source(options, lines).describe().encoding()).label();
    }

    @Test
    void classesAreInNumericOrTextOrder() {
        assertThat(source("", "x,y", "1,10", "1,9", "1,-1", "1,9.0").describe().classes()).containsExactly("-1", "9",
                "10");
        assertThat(source("", "x,y", "1,10", "1,9", "1,b").describe().classes()).containsExactly("10", "9", "b");
    }

    @Test
    void labelsDetermineTask() {
        assertThat(source("", "x,y", "1,0.5", "1,1").describe().task()).isEqualTo(Task.REGRESS);
        assertThat(source("", numbered(50)).describe().task()).isEqualTo(Task.CLASSIFY);
        assertThat(source("", numbered(51)).describe().task()).isEqualTo(Task.REGRESS);
        assertThat(source(",task=classify", numbered(51)).describe().classes()).hasSize(51);
        assertThat(source(",task=regress", "x,y", "1,0", "1,1").describe().task()).isEqualTo(Task.REGRESS);
    }

    /** Rows with this number of different whole labels. */
    private static String[] numbered(int count) {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        IntStream.range(0, count).forEach(i -> lines.add("1," + i));
        return lines.toArray(String[]::new);
    }

    @Test
    void regressionTargetsAreStandardised() {
        DataSource source = source("", "x,y", "1,0.5", "1,2.5");
        Samples.write(directory, "test.csv", "x,y", "1,4.5");
        Schema schema = source.describe();
        assertThat(schema.target()).isEqualTo(new Scaling(1.5, 1));
        assertThat(Samples.targets(source.load(schema).train())).containsExactly(-1, 1);
        assertThat(Samples.targets(source.load(schema).test())).containsExactly(3);
    }

    @Test
    void rowsWithHighestHashesAreTestRows() {
        String[] lines = new String[1000];
        Arrays.setAll(lines, i -> i + "," + i % 2);
        DataSource source = source(",test=0.3", lines);
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        Scaling scaling = ((Column.Numeric) columns(schema).getFirst()).scaling();
        List<Long> expected = LongStream.range(0, 1000).filter(TestPart.fraction(0.3)::contains).boxed().toList();
        assertThat(data.test().rows()).isEqualTo(expected.size());
        assertThat(data.train().rows()).isEqualTo(1000 - expected.size());
        for (int row = 0; row < expected.size(); row++) {
            assertThat(Samples.row(data.test(), row)).containsExactly(scaling.scaled(expected.get(row)));
        }
    }

    @Test
    void scalingIgnoresTestRowsButTypesCountThem() {
        String[] lines = new String[100];
        Arrays.setAll(lines, i -> TestPart.DEFAULT.contains(i) ? "1000,test,1,b" : i % 2 + ",train," + i % 2 + ",a");
        int testLine = (int) LongStream.range(0, 100).filter(TestPart.DEFAULT::contains).max().orElseThrow();
        lines[testLine] = "1000,test,text,b";
        Schema schema = DataSource
                .parse("csv:" + Samples.write(directory, "d.csv", lines) + ",keep=column 2").describe();
        assertThat(schema.classes()).containsExactly("a", "b");
        assertThat(columns(schema).get(0)).isInstanceOfSatisfying(Column.Numeric.class,
                column -> assertThat(column.scaling().mean()).isBetween(0.0, 1.0));
        assertThat(columns(schema).get(1)).isEqualTo(new Column.Categorical("column 1", List.of("train")));
        assertThat(columns(schema).get(2)).isEqualTo(new Column.Categorical("column 2", List.of("0", "1")));
    }

    @Test
    void droppedRowsLeaveTestPartUnchanged() {
        String[] lines = new String[200];
        Arrays.setAll(lines, i -> i + "," + i % 2);
        DataSource complete = DataSource.parse("csv:" + Samples.write(directory, "d.csv", lines));
        Schema schema = complete.describe();
        Arrays.setAll(lines, i -> i + "," + (i < 50 ? "NA" : String.valueOf(i % 2)));
        LoadedData dropped = DataSource.parse("csv:" + Samples.write(directory, "d.csv", lines) + ",missing=drop")
                .load(schema);
        long testRows = LongStream.range(50, 200).filter(TestPart.DEFAULT::contains).count();
        assertThat(dropped.test().rows()).isEqualTo((int) testRows);
        assertThat(dropped.train().rows()).isEqualTo(150 - (int) testRows);
    }

    @Test
    void joinedFilesMayOrderColumnsDifferently() {
        Path first = Samples.write(directory, "a.csv", "x,colour,y", "1,red,a", "2,red,b");
        Path second = Samples.write(directory, "b.csv", "y,x,colour", "a,3,blue");
        Path test = Samples.write(directory, "test.csv", TEST_LINES);
        for (String prefix : List.of("", "csv:")) {
            DataSource source = DataSource.parse("csv:" + first + "+" + prefix + second + ",test=" + test);
            Schema schema = source.describe();
            assertThat(columns(schema)).containsExactly(
                    new Column.Numeric("x", new Scaling(2, Math.sqrt(2 / 3.0)), false),
                    new Column.Categorical("colour", List.of("blue", "red")));
            LoadedData data = source.load(schema);
            assertThat(data.fileOfTrainRow()).containsExactly(0, 0, 1);
            assertThat(data.files()).containsExactly(first.toString(), second.toString());
            assertThat(Samples.row(data.train(), 2)).endsWith(1, 0, 0);
            assertThat(Samples.targets(data.train())).containsExactly(0, 1, 0);
        }
    }

    @Test
    void schemaOfAnotherNodeIsUsed() {
        Schema schema = source("", "x,colour,y", "1,red,a", "3,blue,b").describe();
        // All cells are text, so that only the schema shows that there is a header; label and task come from the run.
        DataSource other = source("", "y,more,colour,x", "b,m,red,NA", "b,n,green,?");
        LoadedData data = other.load(Schema.fromJson(schema.toJson()));
        assertThat(Samples.targets(data.train())).containsExactly(1, 1);
        assertThat(Samples.row(data.train(), 0)).containsExactly(0, 0, 1, 0);
        assertThat(Samples.row(data.train(), 1)).containsExactly(0, 0, 0, 1);
    }

    @Test
    void gzippedFilesAreReadUnderAnyName() {
        byte[] packed = Samples.gzip("x,y\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
        DataSource source = DataSource.parse("csv:" + Samples.write(directory, "packed", packed) + ",test="
                + Samples.write(directory, "t.csv.gz", packed));
        assertThat(source.load(source.describe()).train().rows()).isEqualTo(2);
    }

    @Test
    void groupsReturnColumnTextOfTrainingRows() {
        LoadedData data = source("", "x,colour,y", "1,red,a", "2,?,b", "1.0,blue,b").load(
                source("", "x,colour,y", "1,red,a", "2,?,b", "1.0,blue,b").describe());
        assertThat(data.groups("colour")).containsExactly("red", "", "blue");
        assertThat(data.groups("x")).containsExactly("1", "2", "1.0");
        assertThat(data.groups("y")).containsExactly("a", "b", "b");
        Mistakes.assertMistake(() -> data.groups("colours"), "train.csv", "'colours'", "x, colour, y");
        Samples.write(directory, "train.csv", "x,colour,y", "1,red,a");
        Mistakes.assertMistake(() -> data.groups("colour"), "changed");
    }
}
