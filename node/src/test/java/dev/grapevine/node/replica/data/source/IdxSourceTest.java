package dev.grapevine.node.replica.data.source;

import static dev.grapevine.node.replica.data.Mistakes.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;

class IdxSourceTest {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

    @TempDir
    Path directory;

    @BeforeEach
    void writeFiles() {
        write(TRAIN_IMAGES, idx(2051, new int[]{3, 1, 2}, 0, 255, 0, 0, 255, 255));
        write(TRAIN_LABELS, idx(2049, new int[]{3}, 0, 2, 1));
        write("t10k-images-idx3-ubyte", idx(2051, new int[]{1, 1, 2}, 255, 0));
        write("t10k-labels-idx1-ubyte", idx(2049, new int[]{1}, 2));
    }

    private void write(String name, byte[] content) {
        Samples.write(directory, name, content);
    }

    private DataSource source() {
        return DataSource.parse("idx:" + directory);
    }

    private static byte[] idx(int magic, int[] sizes, int... values) {
        ByteBuffer content = ByteBuffer.allocate(4 + 4 * sizes.length + values.length).putInt(magic);
        Arrays.stream(sizes).forEach(content::putInt);
        Arrays.stream(values).forEach(value -> content.put((byte) value));
        return content.array();
    }

    @Test
    void allPixelsShareOneScaling() {
        Schema schema = source().describe();
        assertThat(schema).isEqualTo(new Schema(Task.CLASSIFY,
                new RowEncoding.Pixels(new ImageShape(1, 1, 2), new Scaling(0.5, 0.5)), List.of("0", "1", "2"),
                Scaling.NONE));
        LoadedData data = source().load(schema);
        assertThat(Samples.row(data.train(), 0)).containsExactly(-1, 1);
        assertThat(Samples.targets(data.train())).containsExactly(0, 2, 1);
        assertThat(Samples.row(data.test(), 0)).containsExactly(1, -1);
        assertThat(Samples.targets(data.test())).containsExactly(2);
    }

    @Test
    void gzippedFilesAreRead() throws IOException {
        byte[] plain = Files.readAllBytes(directory.resolve(TRAIN_IMAGES));
        Files.delete(directory.resolve(TRAIN_IMAGES));
        write(TRAIN_IMAGES + ".gz", Samples.gzip(plain));
        assertThat(source().load(source().describe()).train().rows()).isEqualTo(3);
    }

    /** As some programs name them that unpack the originals. */
    @Test
    void filesWithAPointInTheirNamesAreRead() throws IOException {
        Files.move(directory.resolve(TRAIN_IMAGES), directory.resolve(TRAIN_IMAGES.replace("-idx", ".idx")));
        Files.move(directory.resolve(TRAIN_LABELS), directory.resolve(TRAIN_LABELS.replace("-idx", ".idx")));
        assertThat(source().load(source().describe()).train().rows()).isEqualTo(3);
    }

    @Test
    void missingFilesAreMistake() throws IOException {
        Files.delete(directory.resolve(TRAIN_LABELS));
        assertMistake(() -> source().describe(), directory, TRAIN_LABELS, "four files");
        assertMistake(() -> DataSource.parse("idx:" + directory.resolve("none")).describe(), "none", TRAIN_IMAGES);
    }

    @Test
    void truncatedFilesAreMistake() throws IOException {
        for (String name : List.of(TRAIN_IMAGES, TRAIN_LABELS)) {
            byte[] whole = Files.readAllBytes(directory.resolve(name));
            for (int length : new int[]{0, 3, 4, 7, whole.length - 1}) {
                write(name, Arrays.copyOf(whole, length));
                assertMistake(() -> source().describe(), name, "ends in the middle");
            }
            byte[] packed = Samples.gzip(whole);
            Files.delete(directory.resolve(name));
            for (int length : new int[]{5, packed.length - 9, packed.length - 1}) {
                write(name + ".gz", Arrays.copyOf(packed, length));
                assertMistake(() -> source().describe(), name, "ends in the middle");
            }
            Files.delete(directory.resolve(name + ".gz"));
            write(name, whole);
        }
    }

    @Test
    void headersBeyondFileSizeAreMistake() {
        write(TRAIN_IMAGES, idx(2051, new int[]{60_000, 28, 28}, 1));
        assertMistake(() -> source().describe(), TRAIN_IMAGES, "ends in the middle");
        write(TRAIN_IMAGES, idx(2051, new int[]{Integer.MAX_VALUE, Integer.MAX_VALUE, 28}, 1));
        assertMistake(() -> source().describe(), TRAIN_IMAGES, "2 GiB");
        for (int size : new int[]{0, -1}) {
            write(TRAIN_IMAGES, idx(2051, new int[]{size, 1, 2}));
            assertMistake(() -> source().describe(), TRAIN_IMAGES, size);
        }
    }

    @Test
    void imagesBeyondHeapAreMistake() {
        DataFile labels = DataFile.of(directory.resolve("train-labels-idx1-ubyte").toString());
        int rows = IdxFile.read(labels, IdxFile.LABELS_MAGIC, Long.MAX_VALUE).values().length;
        assertThat(IdxFile.read(labels, IdxFile.LABELS_MAGIC, 3L * rows).values()).hasSize(rows);
        assertMistake(() -> IdxFile.read(labels, IdxFile.LABELS_MAGIC, 3L * rows - 1), labels.path(),
                "too much for a heap of 0 MiB");
    }

    @Test
    void overlongFilesAreMistake() {
        write(TRAIN_LABELS, idx(2049, new int[]{3}, 0, 2, 1, 1));
        assertMistake(() -> source().describe(), TRAIN_LABELS, "3 bytes");
    }

    @Test
    void wrongMagicNumbersAreMistake() {
        write(TRAIN_LABELS, idx(2051, new int[]{3, 1, 1}, 0, 2, 1));
        assertMistake(() -> source().describe(), TRAIN_LABELS, "2051", "2049", "labels");
        write(TRAIN_IMAGES, idx(7, new int[]{3}, 0, 2, 1));
        assertMistake(() -> source().describe(), TRAIN_IMAGES, "magic number 7", "2051", "images");
    }

    @Test
    void moreImagesThanLabelsAreMistake() {
        write(TRAIN_LABELS, idx(2049, new int[]{2}, 0, 2));
        assertMistake(() -> source().describe(), TRAIN_IMAGES, "3 images", TRAIN_LABELS, "2 labels");
    }

    @Test
    void labelsBeyondClassesAreMistake() {
        Schema schema = source().describe();
        write("t10k-labels-idx1-ubyte", idx(2049, new int[]{1}, 3));
        assertMistake(() -> source().load(schema), "t10k-labels-idx1-ubyte", "label 3", "image 0", "0 to 2");
        write(TRAIN_LABELS, idx(2049, new int[]{3}, 0, 1, 255));
        assertMistake(() -> source().load(schema), TRAIN_LABELS, "label 255", "image 2");
    }

    @Test
    void singleClassIsMistake() {
        write(TRAIN_LABELS, idx(2049, new int[]{3}, 5, 5, 5));
        assertMistake(() -> source().describe(), TRAIN_LABELS, "5", "2 classes");
    }

    @Test
    void dataUnlikeTheRunsIsMistake() {
        assertMistake(() -> source().load(DataSource.parse("digits").describe()), "'train'", "1 x 2", "28 x 28");
        assertMistake(() -> source().load(Samples.classes(3)), "images", "sparse");
        Schema schema = source().describe();
        write("t10k-images-idx3-ubyte", idx(2051, new int[]{1, 2, 1}, 255, 0));
        assertMistake(() -> source().load(schema), "'t10k'", "2 x 1");
    }
}
