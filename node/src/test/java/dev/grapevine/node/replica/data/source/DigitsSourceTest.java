package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.Mistakes;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;

class DigitsSourceTest {

    private final DataSource source = DataSource.parse("digits");

    @Test
    void digitsAreEquallyFrequent() {
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        assertThat(schema.image()).contains(new ImageShape(1, 28, 28));
        assertThat(schema.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        for (int digit = 0; digit < 10; digit++) {
            assertThat(rowsOf(data.train(), digit)).isEqualTo(1000);
            assertThat(rowsOf(data.test(), digit)).isEqualTo(200);
        }
    }

    private static long rowsOf(Dataset data, int digit) {
        return IntStream.range(0, data.rows()).filter(row -> data.target(row) == digit).count();
    }

    @Test
    void imagesNeverChange() {
        DigitsGenerator generator = new DigitsGenerator(new RandomStream(1));
        byte[] pixels = new byte[100 * 784];
        for (int i = 0; i < 100; i++) {
            generator.draw(i % 10, pixels, i * 784);
        }
        CRC32 checksum = new CRC32();
        checksum.update(pixels);
        assertThat(checksum.getValue()).isEqualTo(740968955L);
    }

    @Test
    void imagesAreDistinctAndNotBlank() {
        LoadedData data = source.load(source.describe());
        Set<Integer> hashes = new TreeSet<>();
        for (int row = 0; row < data.train().rows(); row++) {
            float[] picture = Samples.row(data.train(), row);
            int dark = 0;
            for (float pixel : picture) {
                dark += pixel > 1 ? 1 : 0;
            }
            assertThat(dark).isBetween(15, 400);
            hashes.add(Arrays.hashCode(picture));
        }
        assertThat(hashes).hasSize(data.train().rows());
    }

    @Test
    void runOnOtherDataRejectsDigits() {
        Mistakes.assertMistake(() -> source.load(Samples.classes(10)), "'digits'", "sparse");
        Schema letters = new Schema(Task.CLASSIFY, source.describe().encoding(),
                IntStream.range(0, 26).mapToObj(String::valueOf).toList(), Scaling.NONE);
        Mistakes.assertMistake(() -> source.load(letters), "26 classes");
    }
}
