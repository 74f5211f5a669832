package dev.grapevine.node.replica.data.split;

import static dev.grapevine.node.replica.data.Mistakes.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.source.DataSource;

class SplitTest {

    @TempDir
    Path directory;

    private static RandomStream random() {
        return new RandomStream(7);
    }

    /** Rows whose classes alternate in the given order. */
    private static LoadedData turns(int rows, int classes) {
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++) {
            targets[i] = i % classes;
        }
        return Samples.withTargets(targets);
    }

    private static int[] sizes(int[][] parts) {
        return Arrays.stream(parts).mapToInt(part -> part.length).toArray();
    }

    private static long classes(LoadedData data, int[] part) {
        return Arrays.stream(part).map(row -> (int) data.train().target(row)).distinct().count();
    }

    @Test
    void splitsAreStableAcrossVersions() {
        LoadedData data = turns(12, 3);
        assertThat(Split.parse("iid").parts(data, Samples.classes(3), 3, random()))
                .isDeepEqualTo(new int[][]{{2, 3, 7, 11}, {0, 1, 5, 9}, {4, 6, 8, 10}});
        assertThat(Split.parse("dirichlet:1").parts(data, Samples.classes(3), 3, random()))
                .isDeepEqualTo(new int[][]{{0, 2, 7, 8, 9}, {4, 11}, {1, 3, 5, 6, 10}});
    }

    @Test
    void stratifiedSplitKeepsClassShares() {
        LoadedData data = turns(1000, 3);
        for (int[] part : Split.parse("stratified").parts(data, Samples.classes(3), 7, random())) {
            for (int label = 0; label < 3; label++) {
                int wanted = label;
                assertThat(Arrays.stream(part).filter(row -> data.train().target(row) == wanted).count())
                        .isBetween(47L, 48L);
            }
        }
    }

    @Test
    void shardSplitGivesNodesFewClasses() {
        LoadedData data = turns(1000, 10);
        int[][] parts = Split.parse("shards:2").parts(data, Samples.classes(10), 10, random());
        assertThat(sizes(parts)).containsOnly(100);
        assertThat(List.of(parts)).allMatch(part -> classes(data, part) <= 2);
        assertThat(List.of(parts)).anyMatch(part -> classes(data, part) == 2);
    }

    @Test
    void smallAlphaSkewsAndLargeAlphaEvens() {
        LoadedData data = turns(10_000, 10);
        int[][] skewed = Split.parse("dirichlet:0.1").parts(data, Samples.classes(10), 10, random());
        int[][] even = Split.parse("dirichlet:100000").parts(data, Samples.classes(10), 10, random());
        assertThat(Arrays.stream(skewed).mapToLong(part -> classes(data, part)).average().orElseThrow()).isLessThan(9);
        assertThat(List.of(even)).allMatch(part -> Math.abs(part.length - 1000) < 50);
        assertThat(List.of(skewed)).allMatch(part -> part.length >= 10);
    }

    @Test
    void dirichletSplitWithEmptyNodesIsMistake() {
        assertMistake(() -> Split.parse("dirichlet:0.001").parts(turns(1000, 2), Samples.classes(2), 50, random()),
                "dirichlet:0.001", "of 50", "no rows", "larger alpha");
    }

    @Test
    void regressionIsSplitByTenQuantiles() {
        LoadedData data = turns(1000, 1000);
        int[][] shards = Split.parse("shards:1").parts(data, Samples.regression(), 10, random());
        for (int[] part : shards) {
            assertThat(Arrays.stream(part).map(row -> row / 100).distinct().count()).isEqualTo(1);
        }
        int[][] stratified = Split.parse("stratified").parts(data, Samples.regression(), 10, random());
        for (int[] part : stratified) {
            assertThat(Arrays.stream(part).map(row -> row / 100).distinct().count()).isEqualTo(10);
        }
        assertThat(Split.parse("dirichlet:1").parts(data, Samples.regression(), 3, random())).hasNumberOfRows(3);
    }

    @Test
    void equalTargetsShareQuantile() {
        LoadedData data = Samples.withTargets(0, 0, 0, 0, 0, 0, 0, 0, 0, 5);
        assertThat(RowClasses.of(data, Samples.regression())).filteredOn(rows -> rows.length > 0)
                .containsExactly(IntStream.range(0, 9).toArray(), new int[]{9});
    }

    @Test
    void columnSplitGivesValuesToSmallestNode() {
        String[] lines = {"s,y", "a,0", "b,1", "a,0", "c,1", "a,0", "b,1", ",1"};
        LoadedData data = csv(lines);
        assertThat(Split.parse("by:s").parts(data, Samples.classes(2), 2, random()))
                .isDeepEqualTo(new int[][]{{0, 2, 3, 4}, {1, 5, 6}});
        assertMistake(() -> Split.parse("by:s").parts(data, Samples.classes(2), 5, random()), "'by:s'", "4 different",
                "5 nodes");
        assertMistake(() -> Split.parse("by:t").parts(data, Samples.classes(2), 2, random()), "'t'", "s, y");
        assertMistake(() -> Split.parse("by:t").parts(turns(9, 3), Samples.classes(3), 2, random()), "'t'", "csv");
    }

    private LoadedData csv(String... lines) {
        DataSource source = DataSource.parse("csv:" + Samples.write(directory, "d.csv", lines) + ",label=y,test="
                + Samples.write(directory, "t.csv", lines));
        return source.load(source.describe());
    }

    @Test
    void fileSplitGivesOneFilePerNode() {
        Path first = Samples.write(directory, "a.csv", "x,y", "1,0", "2,1");
        Path second = Samples.write(directory, "b.csv", "x,y", "3,0", "4,NA", "5,1", "6,1");
        Path empty = Samples.write(directory, "c.csv", "x,y", "3,NA");
        String options = ",missing=drop,test=" + first;
        LoadedData data = load("csv:" + first + "+" + second + options);
        assertThat(Split.parse("files").parts(data, Samples.classes(2), 2, random()))
                .isDeepEqualTo(new int[][]{{0, 1}, {2, 3, 4}});
        assertMistake(() -> Split.parse("files").parts(data, Samples.classes(2), 3, random()), "2 files", "3 nodes");
        LoadedData gap = load("csv:" + first + "+" + empty + options);
        assertMistake(() -> Split.parse("files").parts(gap, Samples.classes(2), 2, random()), "c.csv");
    }

    private static LoadedData load(String text) {
        return DataSource.parse(text).load(DataSource.parse(text).describe());
    }

    @Test
    void asManyNodesAsRowsGetOneRowEach() {
        for (String text : new String[]{"iid", "stratified", "shards:1"}) {
            assertThat(sizes(Split.parse(text).parts(turns(9, 2), Samples.classes(2), 9, random()))).containsOnly(1);
        }
    }

    @Test
    void nodesWithoutRowAreMistake() {
        for (String text : new String[]{"iid", "stratified", "dirichlet:1", "shards:1"}) {
            assertMistake(() -> Split.parse(text).parts(turns(3, 2), Samples.classes(2), 4, random()), "3", "4 nodes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Split.parse(text).parts(turns(3, 2), Samples.classes(2), 0, random()));
        }
        assertMistake(() -> Split.parse("shards:2").parts(turns(7, 2), Samples.classes(2), 4, random()), "2 shards");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "iids", "iid:", "IID", "dirichlet", "dirichlet:", "dirichlet:0", "dirichlet:-1",
            "dirichlet:x", "dirichlet:inf", "dirichlet:nan", "shards", "shards:", "shards:0", "shards:1.5",
            "shards:1e9",
            "by", "by:", "files:3", "stratified:2", "speaker:2"})
    void errorsNameMistakeAndAllowedValues(String text) {
        assertMistake(() -> Split.parse(text), "'" + text + "'");
    }
}
