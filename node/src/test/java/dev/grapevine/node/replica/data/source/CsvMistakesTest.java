package dev.grapevine.node.replica.data.source;

import static dev.grapevine.node.replica.data.Mistakes.assertMistake;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.schema.Schema;

class CsvMistakesTest {

    @TempDir
    Path directory;
    private Schema schema;

    @BeforeEach
    void fitSchema() {
        schema = source("", "x,y", "1,a", "2,b").describe();
    }

    private DataSource source(String options, String... lines) {
        String file = "csv:" + Samples.write(directory, "d.csv", lines) + options;
        return DataSource.parse(options.contains("test=") ? file : file + ",test=" + directory.resolve("d.csv"));
    }

    private void assertNoSchema(String[] lines, Object... named) {
        assertMistake(() -> source("", lines).describe(), named);
    }

    private void assertNotLoaded(String[] lines, Object... named) {
        assertMistake(() -> source("", lines).load(schema), named);
    }

    private static String[] lines(String... lines) {
        return lines;
    }

    @Test
    void missingFileIsMistake() {
        assertMistake(() -> DataSource.parse("csv:" + directory.resolve("none.csv")).describe(),
                directory.resolve("none.csv"), "does not exist");
        assertMistake(() -> DataSource.parse("csv:" + directory).describe(), directory, "is not a file");
        assertMistake(() -> source(",test=" + directory.resolve("none.csv"), "x,y", "1,a", "2,b").load(schema),
                "none.csv");
    }

    @Test
    void emptyFileIsMistake() {
        assertMistake(() -> DataSource.parse("csv:" + Samples.write(directory, "e.csv", new byte[0])).describe(),
                "e.csv", "is empty");
        assertMistake(() -> source(",test=0.2", "x,y").load(schema), "no training rows");
    }

    @Test
    void truncatedGzipFileIsMistake() {
        byte[] packed = Samples.gzip(String.join("\n", numbers(5000)).getBytes(StandardCharsets.UTF_8));
        for (int bytes : new int[]{5, 100, packed.length - 1}) {
            Path file = Samples.write(directory, "t.csv.gz", Arrays.copyOf(packed, bytes));
            assertMistake(() -> DataSource.parse("csv:" + file).describe(), file, "ends in the middle");
        }
        packed[packed.length / 2] ^= 0x55;
        Path file = Samples.write(directory, "t.csv.gz", packed);
        assertMistake(() -> DataSource.parse("csv:" + file).describe(), file);
    }

    private static String[] numbers(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> i * 7919 % 1000 + "," + i % 2).toArray(String[]::new);
    }

    @Test
    void rowsOfUnequalLengthAreMistake() {
        assertNoSchema(lines("x,y", "1,a", "2"), "d.csv line 3", "1 cell:", "2");
        assertNoSchema(lines("x,y", "1,a", "", "2,b,c"), "d.csv line 4", "3 cells");
        assertNotLoaded(lines("x,y", "1,a", "2"), "d.csv line 3");
    }

    @Test
    void singleColumnIsMistake() {
        assertNoSchema(lines("x:y", "1:a"), "d.csv line 1", "commas", "separator=");
    }

    @Test
    void unbalancedQuotesAreMistake() {
        assertNoSchema(lines("x,y", "1,\"a\"b"), "d.csv", "not a csv file", "line 2");
        assertNoSchema(lines("x,y", "1,\"a"), "d.csv", "not a csv file", "line 2");
    }

    @Test
    void numbersThatAreNotFiniteAreMistake() {
        for (String bad : List.of("inf", "-Infinity", "1e39")) {
            assertNoSchema(lines("x,y", "1,a", bad + ",b"), "d.csv line 3", "'x'", "'" + bad + "'", "NA");
            assertNotLoaded(lines("x,y", "1,a", bad + ",b"), "d.csv line 3", "'x'", "'" + bad + "'");
        }
    }

    @Test
    void textInNumericColumnOfRunIsMistake() {
        assertNotLoaded(lines("x,y", "1,a", "abc,b"), "d.csv line 3", "'x'", "'abc'", "numeric");
        assertNotLoaded(lines("x,y", "1,a", "1e30,b", "nothing,b"), "d.csv line 4", "'nothing'");
    }

    @Test
    void numberBeyondFloatRangeAfterScalingIsMistake() {
        Schema tiny = source("", "x,y", "1e-30,a", "2e-30,b").describe();
        assertMistake(() -> source("", "x,y", "1e10,a").load(tiny), "d.csv line 2", "'1e10'");
    }

    @Test
    void unknownLabelColumnIsMistake() {
        for (String label : List.of("z", "2", "-1", "0.5", "inf")) {
            assertMistake(() -> source(",label=" + label, "x,y", "1,a", "2,b").describe(), "d.csv", "'" + label + "'",
                    "x, y");
        }
        assertMistake(() -> source(",label=y", "1,2", "2,3").describe(), "no header", "column 0, column 1");
        String many = String.join(",", IntStream.range(0, 100).mapToObj(i -> "c" + i).toList());
        String values = String.join(",", IntStream.range(0, 100).mapToObj(String::valueOf).toList());
        assertMistake(() -> source(",label=z", many, values).describe(), "c29, …", "100 in all");
    }

    @Test
    void missingLabelIsMistake() {
        for (String missing : List.of("", "?", "NA")) {
            assertNoSchema(lines("x,y", "1,a", "2," + missing, "3,b"), "d.csv line 3", "'y'", "missing=drop");
        }
        assertNotLoaded(lines("x,y", "1,NA"), "d.csv line 2", "missing=drop");
    }

    @Test
    void dataWithoutRowsIsMistake() {
        assertMistake(() -> source(",missing=drop", "x,y", "1,NA", "2,NA").describe(), "no training rows");
        assertMistake(() -> source(",test=0.001", "x,y", "1,a", "2,b").load(schema), "no test rows", "test=FILE");
    }

    @Test
    void singleClassIsMistake() {
        assertNoSchema(lines("x,y", "1,a", "2,a"), "d.csv", "'a'", "one class", "2 to 1000");
        assertNoSchema(lines("x,y", "1,3", "2,3.0"), "d.csv", "'3'");
    }

    @Test
    void tooManyClassesAreMistake() {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        IntStream.range(0, 1001).forEach(i -> lines.add("1,name" + i));
        assertNoSchema(lines.toArray(String[]::new), "d.csv", "too many classes", "1000");
    }

    @Test
    void tooManyCategoriesAreMistake() {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        IntStream.range(0, 2002).forEach(i -> lines.add((i < 6 ? "" : "text") + i / 2 + "," + i % 2));
        assertNoSchema(lines.toArray(String[]::new), "'x'", "'text3'", "d.csv line 8", "1000", "drop=x");
        lines.removeLast();
        lines.removeLast();
        source("", lines.toArray(String[]::new)).describe();
    }

    @Test
    void schemaTooLongForNetworkIsMistake() {
        List<String> lines = new ArrayList<>(List.of("a,b,y"));
        IntStream.range(0, 2000).forEach(i -> lines.add(("long".repeat(300) + i / 2 + ",").repeat(2) + i % 2));
        assertNoSchema(lines.toArray(String[]::new), "d.csv", "too many columns and categories");
    }

    @Test
    void unknownClassIsMistake() {
        assertNotLoaded(lines("x,y", "1,a", "2,c"), "d.csv line 3", "'c'", "a, b");
        Schema numeric = source("", "x,y", "1,0", "2,1").describe();
        source("", "x,y", "1,1.0", "2,0").load(numeric);
        assertMistake(() -> source("", "x,y", "1,1.5").load(numeric), "d.csv line 2", "'1.5'", "0, 1");
    }

    @Test
    void longCellsAreShortenedInMessages() {
        assertNotLoaded(lines("x,y", "1," + "long".repeat(10_000)), "'" + "long".repeat(15) + "…'");
        assertNotLoaded(lines("x,y", "1,\"a\nb\u001b\""), "'a?b?'");
    }

    @Test
    void textLabelInRegressionIsMistake() {
        Schema regression = source(",task=regress", "x,y", "1,0.5", "2,1").describe();
        for (String bad : List.of("a", "nan", "1e39")) {
            assertMistake(() -> source("", "x,y", "1,2", "3," + bad).load(regression), "d.csv line 3", "'" + bad + "'");
        }
        assertMistake(() -> source(",task=regress", "x,y", "1,2", "3,a").describe(), "d.csv line 3", "'a'");
        assertNoSchema(lines("x,y", "1,2", "3,inf", "4,5"), "d.csv line 3", "'inf'");
    }

    @Test
    void columnsUnlikeTheRunsAreMistake() {
        assertNotLoaded(lines("z,y", "1,a"), "d.csv", "'x'", "z, y");
        assertNotLoaded(lines("1,a", "2,b"), "d.csv", "'x'", "no header", "column 0, column 1");
        assertMistake(
                () -> DataSource.parse("csv:" + Samples.write(directory, "a.csv", "x,y", "1,a") + "+"
                        + Samples.write(directory, "b.csv", "x,z", "1,a") + ",test=0.5").describe(),
                "b.csv", "'y'", "x, z");
    }

    @Test
    void optionsUnlikeTheRunsAreMistake() {
        assertMistake(() -> source(",task=regress", "x,y", "1,a").load(schema), "task=regress", "classify");
        assertMistake(() -> source(",label=first", "x,y", "1,a").load(schema), "'x'", "'y'");
        assertMistake(() -> source("", "x,y", "1,a").load(Samples.classes(2)), "table rows", "sparse rows");
    }
}
