package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.replica.data.Mistakes;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;

/** CSV files as people really have them: each is read rightly, or refused with what is wrong, and never in silence. */
class CsvDialectTest {

    @TempDir
    Path folder;

    private DataSource source(String options, Charset encoding, List<String> lines) {
        try {
            Path file = Files.write(folder.resolve("d.csv"), lines, encoding);
            return DataSource.parse("csv:" + file + options);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DataSource source(String options, List<String> lines) {
        return source(options, StandardCharsets.UTF_8, lines);
    }

    private static List<Column> columns(Schema schema) {
        return ((RowEncoding.Table) schema.encoding()).columns();
    }

    private static List<String> notes(DataSource source) {
        return source.load(source.describe()).notes();
    }

    /** A header, and 60 rows with a number, a text and a class. */
    private static List<String> rows(String separator, String decimal) {
        List<String> lines = new ArrayList<>(List.of(String.join(separator, "x", "colour", "kind")));
        IntStream.range(0, 60).forEach(i -> lines.add(String.join(separator, i % 7 + decimal + i % 10,
                i % 3 == 0 ? "red" : "blue", i % 2 == 0 ? "a" : "b")));
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void otherSeparators_andDecimalCommas_areFoundAndTold(String separator) {
        DataSource usual = source("", rows(",", "."));
        Schema schema = usual.describe();
        assertThat(notes(usual)).isEmpty();
        DataSource other = source("", rows(separator, ","));
        assertThat(other.describe().toJson()).isEqualTo(schema.toJson());
        assertThat(notes(other)).singleElement().asString().contains("between cells", "a comma in numbers",
                "separator=", "decimal=");
        DataSource points = source("", rows(separator, "."));
        assertThat(points.describe().toJson()).isEqualTo(schema.toJson());
    }

    @Test
    void decimalCommasWithoutHeader_areNotSeparators() {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> i + ",5;" + (40 - i) + ",25;" + (i % 2 == 0 ? "a" : "b")).toList();
        Schema schema = source("", lines).describe();
        assertThat(columns(schema)).hasSize(2).allMatch(Column.Numeric.class::isInstance);
    }

    @Test
    void formCanBeSet() {
        Schema schema = source("", rows(",", ".")).describe();
        assertThat(source(",separator=semicolon,decimal=comma", rows(";", ",")).describe().toJson())
                .isEqualTo(schema.toJson());
        assertThat(source(",separator=:", rows(":", ".")).describe().toJson()).isEqualTo(schema.toJson());
        List<String> quoted = rows(",", ".").stream().map(line -> line.replace("red", "\"red\"")).toList();
        assertThat(source("", quoted).describe().toJson()).isEqualTo(schema.toJson());
    }

    @ParameterizedTest
    @CsvSource({"header=maybe, header=yes", "separator=ab, semicolon", "decimal=x, decimal=comma",
            "encoding=latin99, latin1"})
    void wrongFormIsAMistake(String option, String allowed) {
        Mistakes.assertMistake(() -> source("," + option, rows(",", ".")), option, allowed);
    }

    @Test
    void otherEncodingsAreNotReadAsUtf8() {
        List<String> lines = List.of("town,y", "Zürich,a", "Genève,b", "Zürich,b", "Genève,a");
        Mistakes.assertMistake(() -> source("", StandardCharsets.ISO_8859_1, lines).describe(), "d.csv line 2",
                "0xFC", "encoding=");
        for (String end : List.of("", "\n", "\nhere,a\n")) {
            List<String> cut = List.of("town,y", "here,a", "there,b", "here,a", "there,Ã" + end);
            Mistakes.assertMistake(() -> source("", StandardCharsets.ISO_8859_1, cut).describe(), "d.csv line 5",
                    "0xC3");
        }
        byte[] open = "town,y\nhere,a\nthere,\u00C3".getBytes(StandardCharsets.ISO_8859_1);
        Mistakes.assertMistake(() -> DataSource.parse("csv:" + Samples.write(folder, "open.csv", open)).describe(),
                "open.csv line 3", "0xC3");
        Schema schema = source("", lines).describe();
        assertThat(source(",encoding=latin1", StandardCharsets.ISO_8859_1, lines).describe().toJson())
                .isEqualTo(schema.toJson());
        assertThat(source("", StandardCharsets.UTF_16, lines).describe().toJson()).as("by its byte order mark")
                .isEqualTo(schema.toJson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "N/A", "null", "None", "NaN", "nan", "n/a", "NULL", "--", "."})
    void spelledMissingNumber_leavesItsColumnNumeric_andIsTold(String spelled) {
        List<String> lines = new ArrayList<>(rows(",", "."));
        lines.set(7, spelled + ",red,a");
        DataSource source = source("", lines);
        assertThat(columns(source.describe()).getFirst()).isInstanceOfSatisfying(Column.Numeric.class,
                column -> assertThat(column.indicator()).isTrue());
        assertThat(notes(source)).singleElement().asString().contains("'x' in 1 cell", "'" + spelled + "'", "line 8");
    }

    @Test
    void spelledMissingIsATextAmongTexts() {
        List<String> lines = new ArrayList<>(rows(",", "."));
        lines.set(7, "1.5,None,a");
        assertThat(columns(source("", lines).describe()).get(1))
                .isEqualTo(new Column.Categorical("colour", List.of("None", "blue", "red")));
    }

    @Test
    void mistypedNumberIsAMistake_withAWayOut() {
        List<String> lines = new ArrayList<>(rows(",", "."));
        lines.set(7, "6O,red,a");
        Mistakes.assertMistake(() -> source("", lines).describe(), "d.csv line 8", "'x'", "'6O'", "59", "na=6O",
                "keep=x");
        assertThat(columns(source(",na=6O", lines).describe()).getFirst()).isInstanceOf(Column.Numeric.class);
        assertThat(columns(source(",na=\"6O,-99\"", lines).describe()).getFirst()).isInstanceOf(Column.Numeric.class);
        assertThat(columns(source(",keep=x", lines).describe()).getFirst()).isInstanceOf(Column.Categorical.class);
    }

    /** The label of a quantity, and of numbered classes. */
    @ParameterizedTest
    @CsvSource({"-, 10", "N/A, 3", "1O, 3", "nan, 10"})
    void oddLabelAmongNumbersIsAMistake_withAWayOut(String odd, int classes) {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        IntStream.range(0, 60).forEach(i -> lines.add(i % 7 + "," + i % classes + (classes == 10 ? ".5" : "")));
        lines.set(7, "3," + odd);
        Mistakes.assertMistake(() -> source("", lines).describe(), "d.csv line 8", "'" + odd + "'", "59",
                "missing=drop", "task=classify");
        Schema without = source(",missing=drop,na=" + odd, lines).describe();
        assertThat(without.task()).isEqualTo(classes == 10 ? Task.REGRESS : Task.CLASSIFY);
        assertThat(without.classes()).doesNotContain(odd);
        assertThat(source(",task=classify", lines).describe().classes()).contains(odd);
    }

    @Test
    void textOfItsOwnInEachRowIsAskedAbout() {
        List<String> lines = new ArrayList<>(List.of("name,x,y"));
        IntStream.range(0, 60).forEach(i -> lines.add("p" + i + "," + i % 5 + "," + i % 2));
        Mistakes.assertMistake(() -> source("", lines).describe(), "'name'", "drop=name", "keep=name");
        Schema dropped = source(",drop=name", lines).describe();
        assertThat(columns(dropped)).extracting(Column::name).containsExactly("x");
        assertThat(source(",drop=0", lines).describe().toJson()).isEqualTo(dropped.toJson());
        assertThat(columns(source(",keep=name", lines).describe())).hasSize(2);
        Mistakes.assertMistake(() -> source(",drop=y", lines).describe(), "drop=y", "label");
        Mistakes.assertMistake(() -> source(",drop=\"name,x\"", lines).describe(), "each column");
        Mistakes.assertMistake(() -> source(",drop=z", lines).describe(), "'z'", "name, x, y");
        Schema whole = source(",keep=name", lines).describe();
        Mistakes.assertMistake(() -> source(",drop=name", lines).load(whole), "'name'", "the run learns from");
    }

    @Test
    void numbersOfRows_andQuantitiesTakenForClasses_areRemarkedUpon() {
        List<String> lines = new ArrayList<>(List.of("id,x,y"));
        IntStream.range(0, 60).forEach(i -> lines.add(100 + i * 37 % 61 + "," + i % 5 + "," + i * 37 % 60 % 40));
        assertThat(notes(source("", lines)).toString()).contains("'id' has another whole number in each row",
                "drop=id", "'y' is taken for", "task=regress");
        assertThat(notes(source(",drop=id,task=regress", lines))).isEmpty();
        assertThat(source(",drop=id,task=regress", lines).describe().task()).isEqualTo(Task.REGRESS);
    }

    @Test
    void namesAboveTextsAreGuessed_toldAndCanBeSet() {
        List<String> lines = List.of("size,colour,kind", "s,red,yes", "m,blue,no", "s,blue,yes", "m,red,no",
                "s,red,no", "m,blue,yes", "s,blue,no", "m,red,yes", "s,red,yes", "m,blue,no");
        DataSource source = source("", lines);
        assertThat(source.describe().classes()).containsExactly("no", "yes");
        assertThat(notes(source)).singleElement().asString().contains("first line", "header=no");
        assertThat(source(",header=no", lines).describe().classes()).containsExactly("kind", "no", "yes");
        assertThat(notes(source(",header=yes", lines))).isEmpty();
        DataSource rows = source("", lines.subList(1, lines.size()));
        assertThat(columns(rows.describe())).extracting(Column::name).containsExactly("column 0", "column 1");
        assertThat(notes(rows)).singleElement().asString().contains("header=yes");
    }

    @Test
    void separatorAtTheEndOfEachLineIsNoColumn() {
        List<String> open = rows(",", ".").stream().map(line -> line + ",").collect(Collectors.toList());
        assertThat(source("", open).describe().toJson()).isEqualTo(source("", rows(",", ".")).describe().toJson());
        List<String> late = new ArrayList<>(rows(",", "."));
        IntStream.range(0, 100).forEach(i -> late.add("1.5,red,a"));
        List<String> broken = late.stream().map(line -> line + ",").collect(Collectors.toList());
        broken.add("1.5,red,a,more");
        Mistakes.assertMistake(() -> source("", broken).describe(), "d.csv line 162", "'more'", "no name");
    }

    @Test
    void tooManyColumnsAreNotCalledBrokenCsv() {
        String head = IntStream.range(0, 16_500).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String row = IntStream.range(1, 16_500).mapToObj(i -> String.valueOf(i % 9)).collect(Collectors.joining(","));
        Mistakes.assertMistake(
                () -> source("", List.of(head, row + ",a", row + ",b", row + ",a", row + ",b")).describe(),
                "too many columns", "1048576 bytes");
    }

    @Test
    void namesWithCommasAndPlusSigns_standInQuotes() throws IOException {
        Path file = Files.write(folder.resolve("a, b+c.csv"), rows(",", "."));
        DataSource source = DataSource.parse("csv:\"" + file + "\",label=kind");
        assertThat(source.files()).containsExactly(file);
        assertThat(source.describe().classes()).containsExactly("a", "b");
        String resolved = DataSource.resolve("csv:\"a, b+c.csv\"+\"a, b+c.csv\",test=\"a, b+c.csv\"", folder);
        assertThat(DataSource.parse(resolved).files()).containsExactly(file, file, file);
        Mistakes.assertMistake(() -> DataSource.parse("csv:\"" + file), "quotation mark");
    }

    @Test
    void joinersUnknownTextsAreCounted() {
        Schema schema = source("", rows(",", ".")).describe();
        List<String> lines = new ArrayList<>(rows(",", "."));
        lines.set(3, "1.5,green,a");
        LoadedData joiner = source("", lines).load(schema);
        assertThat(joiner.notes()).singleElement().asString().contains("'colour' in 1 cell", "'green'", "line 4");
    }
}
