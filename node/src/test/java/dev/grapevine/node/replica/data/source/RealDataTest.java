package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.Mistakes;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.data.split.Split;

/** Loads well-known data sets from the directory in the environment variable GRAPEVINE_DATA. */
class RealDataTest {

    private static Path directory;

    @BeforeAll
    static void findData() {
        String name = System.getenv("GRAPEVINE_DATA");
        if (name == null && System.getenv("CI") != null) {
            throw new IllegalStateException("GRAPEVINE_DATA has to name a directory with data sets where CI is set");
        }
        Assumptions.assumeTrue(name != null, "GRAPEVINE_DATA names no directory with data sets, so none is loaded");
        directory = Path.of(name);
    }

    private static Path path(String name) {
        return directory.resolve(name);
    }

    /** Number of rows of each class, in the order of the classes. */
    private static int[] histogram(Dataset data, Schema schema) {
        int[] histogram = new int[schema.classes().size()];
        for (int row = 0; row < data.rows(); row++) {
            histogram[(int) data.target(row)]++;
        }
        return histogram;
    }

    private static int[] sum(int[] left, int[] right) {
        int[] sum = left.clone();
        Arrays.setAll(sum, i -> left[i] + right[i]);
        return sum;
    }

    @Test
    void mnist() {
        DataSource source = DataSource.parse("idx:" + path("mnist"));
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(((RowEncoding.Pixels) schema.encoding()).scaling().mean() * 255).isBetween(33.3183, 33.3185);
        assertThat(schema.image()).contains(new ImageShape(1, 28, 28));
        assertThat(histogram(data.train(), schema)).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265,
                5851, 5949);
        assertThat(histogram(data.test(), schema)).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974,
                1009);
    }

    @Test
    void fashionMnist() {
        DataSource source = DataSource.parse("idx:" + path("fashion-mnist"));
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(((RowEncoding.Pixels) schema.encoding()).scaling().mean() * 255).isBetween(72.9403, 72.9405);
        assertThat(histogram(data.train(), schema)).containsOnly(6000);
        assertThat(histogram(data.test(), schema)).containsOnly(1000);
    }

    @Test
    void spambase() {
        DataSource source = DataSource.parse("csv:" + path("spambase/spambase.data"));
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.width()).isEqualTo(57);
        assertThat(sum(histogram(data.train(), schema), histogram(data.test(), schema))).containsExactly(2788, 1813);
        assertThat(data.test().rows()).isBetween(850, 990);
    }

    @Test
    void optdigits() {
        DataSource source = DataSource
                .parse("csv:" + path("optdigits/optdigits.tra") + ",test=" + path("optdigits/optdigits.tes"));
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.width()).isEqualTo(64);
        assertThat(histogram(data.train(), schema)).containsExactly(376, 389, 380, 389, 387, 376, 377, 387, 380, 382);
        assertThat(histogram(data.test(), schema)).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    }

    @Test
    void wdbc() {
        DataSource source = DataSource.parse("csv:" + path("wdbc/wdbc.data") + ",label=1");
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.classes()).containsExactly("B", "M");
        assertThat(schema.width()).isEqualTo(31);
        assertThat(sum(histogram(data.train(), schema), histogram(data.test(), schema))).containsExactly(357, 212);
    }

    @Test
    void a9a() {
        DataSource source = DataSource.parse("libsvm:" + path("a9a/a9a") + ",test=" + path("a9a/a9a.t"));
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.classes()).containsExactly("-1", "1");
        assertThat(schema.width()).isEqualTo(123);
        assertThat(histogram(data.train(), schema)).containsExactly(24720, 7841);
        assertThat(histogram(data.test(), schema)).containsExactly(12435, 3846);
        double sum = 0;
        for (int row = 0; row < data.train().rows(); row++) {
            for (float feature : Samples.row(data.train(), row)) {
                sum += feature;
            }
        }
        assertThat(sum).isEqualTo(451592);
    }

    @Test
    void heartDiseaseOfFourHospitals() {
        String files = Stream.of("cleveland", "hungarian", "switzerland", "va")
                .map(name -> path("heart-disease/processed." + name + ".data").toString())
                .collect(Collectors.joining("+"));
        DataSource source = DataSource.parse("csv:" + files);
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.classes()).containsExactly("0", "1", "2", "3", "4");
        assertThat(sum(histogram(data.train(), schema), histogram(data.test(), schema))).containsExactly(411, 265, 109,
                107, 28);
        int[][] parts = Split.parse("files").parts(data, schema, 4, new RandomStream(1));
        assertThat(parts[2]).hasSizeBetween(80, 115);
    }

    @Test
    void tinyShakespeare() {
        DataSource source = DataSource.parse("text:" + path("tinyshakespeare/input.txt"));
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.classes()).hasSize(65);
        assertThat(data.train().rows()).isEqualTo((1_003_855 - 65) / 32 + 1);
        assertThat(data.test().rows()).isEqualTo((111_539 - 65) / 64 + 1);
        int[][] parts = Split.parse("speaker").parts(data, schema, 8, new RandomStream(1));
        assertThat(List.of(parts)).allMatch(part -> Math.abs(part.length - data.train().rows() / 8.0) < 40);
        assertThat(data.groups("speaker")).contains("GLOUCESTER", "First Citizen").doesNotContain("O");
    }

    @Test
    void beijingAirOfTwelveStations() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(path("beijing-air"))) {
            files = all.sorted().toList();
        }
        assertThat(files).hasSize(12);
        String joined = files.stream().map(Path::toString).collect(Collectors.joining("+"));
        Mistakes.assertMistake(() -> DataSource.parse("csv:" + joined + ",label=PM2.5").describe(), "Aotizhongxin",
                "line", "missing=drop");
        DataSource source = DataSource.parse("csv:" + joined + ",label=PM2.5,missing=drop");
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.task()).isEqualTo(Task.REGRESS);
        assertThat(data.train().rows() + data.test().rows()).isEqualTo(34139 + 34290 + 34285 + 34314 + 34448 + 34418
                + 34111 + 34436 + 34151 + 34387 + 34682 + 34368);
        int[][] byFile = Split.parse("files").parts(data, schema, 12, new RandomStream(1));
        int[][] byStation = Split.parse("by:station").parts(data, schema, 12, new RandomStream(1));
        assertThat(List.of(byStation)).containsExactlyInAnyOrder(byFile);
    }
}
