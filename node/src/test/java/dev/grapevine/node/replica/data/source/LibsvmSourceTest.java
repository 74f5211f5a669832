package dev.grapevine.node.replica.data.source;

import static dev.grapevine.node.replica.data.Mistakes.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;

class LibsvmSourceTest {

    @TempDir
    Path directory;

    /** Data source whose test rows are its training rows. */
    private DataSource source(String options, String... lines) {
        Path file = Samples.write(directory, "d", lines);
        return DataSource.parse("libsvm:" + file + ",test=" + file + options);
    }

    @Test
    void featuresAreNotScaled() {
        DataSource source = source("", "+1 1:0.5 3:-2", "", "-1", "1  2:1e2 ");
        Schema schema = source.describe();
        assertThat(schema).isEqualTo(
                new Schema(Task.CLASSIFY, new RowEncoding.Plain(3), List.of("-1", "1"), Scaling.NONE));
        LoadedData data = source.load(schema);
        assertThat(Samples.row(data.train(), 0)).containsExactly(0.5f, 0, -2);
        assertThat(Samples.row(data.train(), 1)).containsExactly(0, 0, 0);
        assertThat(Samples.row(data.test(), 2)).containsExactly(0, 100, 0);
        assertThat(Samples.targets(data.train())).containsExactly(1, 0, 1);
    }

    @Test
    void commentsAreSkipped() {
        Schema schema = source("", "# made by hand", "0 1:1 # first", "1 2:1").describe();
        assertThat(schema.width()).isEqualTo(2);
    }

    @Test
    void groupsForRankingAreNamed_andSkippedOnRequest() {
        assertMistake(() -> source("", "0 qid:1 1:1", "1 qid:1 2:1").describe(), "d line 1", "'qid:1'", "qid=drop");
        assertThat(source(",qid=drop", "0 qid:1 1:1", "1 qid:1 2:1").describe().width()).isEqualTo(2);
        assertMistake(() -> source(",qid=keep", "0 1:1"), "qid=keep", "qid=drop");
    }

    @Test
    void indicesFromZeroAreNamed_andReadOnRequest() {
        assertMistake(() -> source("", "0 1:1", "1 0:5 2:1").describe(), "d line 2", "'0:5'", "first=0");
        DataSource zero = source(",first=0", "0 1:1", "1 0:5 2:1");
        Schema schema = zero.describe();
        assertThat(schema.width()).isEqualTo(3);
        assertThat(Samples.row(zero.load(schema).train(), 1)).containsExactly(5, 0, 1);
        assertMistake(() -> source(",first=2", "0 1:1"), "first=2", "first=0");
    }

    @Test
    void featuresOptionSetsWidth() {
        assertThat(source(",features=7", "0 1:1", "1 2:1").describe().width()).isEqualTo(7);
        assertMistake(() -> source(",features=1", "0 1:1", "1 2:1").describe(), "d line 2", "'2:1'", "1 to 1");
    }

    @Test
    void fractionalLabelsMeanRegression() {
        Schema schema = source("", "0.5 1:1", "2.5 1:2").describe();
        assertThat(schema.task()).isEqualTo(Task.REGRESS);
        assertThat(schema.target()).isEqualTo(new Scaling(1.5, 1));
    }

    @Test
    void someRowsAreTestRowsWithoutTestFile() {
        String[] lines = new String[500];
        Arrays.setAll(lines, i -> i % 2 + " 1:" + i);
        DataSource source = DataSource.parse("libsvm:" + Samples.write(directory, "d", lines));
        LoadedData data = source.load(source.describe());
        assertThat(data.train().rows() + data.test().rows()).isEqualTo(500);
        assertThat(data.test().rows()).isBetween(70, 130);
        assertThat(data.fileOfTrainRow()).containsOnly(0).hasSize(data.train().rows());
        DataSource small = DataSource.parse("libsvm:" + Samples.write(directory, "d", "0 1:1"));
        assertMistake(() -> small.load(Samples.classes(2)), "1 test rows", "0 training rows");
    }

    @Test
    void indicesMustAscendWithinFeatures() {
        for (String bad : List.of("2:1 1:1", "1:1 1:1", "0:1", "-1:1", "4:1")) {
            assertMistake(() -> source(",features=3", "0 1:1", "1 " + bad).describe(), "d line 2", "ascending");
        }
        assertMistake(() -> source("", "0 1:1", "1 3:1").load(Samples.classes(2)), "d line 2", "1 to 1", "features=N");
    }

    @Test
    void malformedFeaturesAreMistake() {
        for (String bad : List.of("1", "1:", ":1", "1:x", "x:1", "1:nan", "1:inf", "1:1e39", "1.5:1", "qid:3", "nan:1",
                "1:2:3")) {
            assertMistake(() -> source("", "0 1:1", "1 " + bad).describe(), "d line 2", "'" + bad + "'");
        }
    }

    @Test
    void labelsMustBeFiniteAndKnownToRun() {
        for (String bad : List.of("x", "nan", "inf")) {
            assertMistake(() -> source("", "0 1:1", bad + " 1:1").describe(), "d line 2", "'" + bad + "'");
        }
        assertMistake(() -> source("", "0 1:1", "0 1:1").describe(), "d", "one class");
        assertMistake(() -> source("", "0 1:1", "2 1:1").load(Samples.classes(2)), "d line 2", "'2'", "0, 1");
    }

    @Test
    void filesWithoutRowsOrFeaturesAreMistake() {
        assertMistake(() -> source("", "").describe(), "d", "is empty");
        assertMistake(() -> source("", "0", "1").describe(), "d", "no features");
        assertMistake(() -> DataSource.parse("libsvm:" + directory.resolve("none")).describe(), "none");
    }

    @Test
    void dataUnlikeTheRunsIsMistake() {
        assertMistake(() -> source(",features=2", "0 1:1").load(Samples.classes(2)), "2 features", "1 features");
        assertMistake(() -> source("", "0 1:1").load(DataSource.parse("digits").describe()), "sparse", "images");
    }
}
