package dev.grapevine.node.replica.data.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.data.split.Split;

/** Rows on disk equal rows in memory. */
class MappedRowsTest {

    @TempDir
    Path folder;

    private static void assertSame(LoadedData streamed, LoadedData kept) {
        assertSame(streamed.train(), kept.train());
        assertSame(streamed.test(), kept.test());
        assertThat(streamed.fileOfTrainRow()).isEqualTo(kept.fileOfTrainRow());
    }

    private static void assertSame(Dataset streamed, Dataset kept) {
        assertThat(streamed).isInstanceOf(MappedRows.class);
        assertThat(Samples.targets(streamed)).isEqualTo(Samples.targets(kept));
        for (int row = 0; row < kept.rows(); row++) {
            assertThat(Samples.row(streamed, row)).isEqualTo(Samples.row(kept, row));
        }
    }

    @Test
    void streamedTableEqualsTableInMemory() {
        String[] a = IntStream.range(0, 300).mapToObj(i -> i * 0.7 + "," + "abcdefgh".charAt(i % 8) + "," + i % 3)
                .toArray(String[]::new);
        String[] b = IntStream.range(0, 50).mapToObj(i -> i + ",z," + i % 3).toArray(String[]::new);
        String word = "csv:" + Samples.write(folder, "a.csv", a) + "+" + Samples.write(folder, "b.csv", b);
        Schema schema = DataSource.parse(word).describe();
        assertThat(DataSource.parse(word + ",stream").describe()).isEqualTo(schema);
        LoadedData streamed = DataSource.parse(word + ",stream").load(schema);
        assertSame(streamed, DataSource.parse(word).load(schema));
        for (String split : List.of("iid", "stratified", "shards:2", "dirichlet:1")) {
            assertThat(Split.parse(split).parts(streamed, schema, 4, new RandomStream(1)))
                    .isDeepEqualTo(Split.parse(split).parts(DataSource.parse(word).load(schema), schema, 4,
                            new RandomStream(1)));
        }
        assertThat(Split.parse("files").parts(streamed, schema, 2, new RandomStream(1))[1]).hasSizeBetween(20, 50);
    }

    @Test
    void streamedSparseRowsEqualThoseInMemory() {
        String[] lines = IntStream.range(0, 200)
                .mapToObj(i -> i % 2 + (i % 5 == 0 ? "" : " " + (1 + i % 7) + ":" + i * 0.3) + " 900:1")
                .toArray(String[]::new);
        String word = "libsvm:" + Samples.write(folder, "a.svm", lines);
        Schema schema = DataSource.parse(word + ",stream").describe();
        assertSame(DataSource.parse(word + ",stream").load(schema), DataSource.parse(word).load(schema));
    }

    @Test
    void shuffleWindowHoldsRowsOfItsBytes() {
        MappedRows.Builder rows = new MappedRows.Builder(1 << 16);
        float[] row = new float[1 << 16];
        Arrays.fill(row, 1);
        rows.add(row, 0);
        rows.add(row, 0);
        MappedRows wide = rows.build();
        assertThat(wide.shuffleWindow()).as("the minimum").isEqualTo(1024);
        assertThat(wide.subset(new int[]{1}).shuffleWindow()).isEqualTo(1024);
        MappedRows.Builder one = new MappedRows.Builder(12);
        one.add(Arrays.copyOf(row, 12), 0);
        assertThat(one.build().shuffleWindow()).isEqualTo(MappedRows.WINDOW_BYTES / (16 + 12 * 4));
        wide.willRead(0, 2);
        wide.subset(new int[]{0, 1}).willRead(1, 1);
    }
}
