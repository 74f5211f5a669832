package dev.grapevine.node.replica.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.grapevine.node.replica.data.rows.PixelRows;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;

/**
 * Images and labels of one part of an MNIST-like data set, equally many of both.
 *
 * @param images    of shape images, height, width
 * @param labels    one class number per image
 * @param labelFile for error sentences
 */
record IdxPart(IdxFile images, IdxFile labels, DataFile labelFile) {

    /**
     * Reads both files.
     *
     * @param name {@code train} or {@code t10k}
     */
    static IdxPart read(Path directory, String name) {
        DataFile imageFile = find(directory, name + "-images-idx3-ubyte");
        DataFile labelFile = find(directory, name + "-labels-idx1-ubyte");
        IdxFile images = IdxFile.read(imageFile, IdxFile.IMAGES_MAGIC);
        IdxFile labels = IdxFile.read(labelFile, IdxFile.LABELS_MAGIC);
        if (!images.sizes().getFirst().equals(labels.sizes().getFirst())) {
            throw imageFile.mistake("has " + images.sizes().getFirst() + " images, but " + labelFile.path() + " has "
                    + labels.sizes().getFirst() + " labels: allowed is a label for each image");
        }
        if ((long) images.sizes().get(1) * images.sizes().get(2) > RowEncoding.MAX_FEATURES) {
            throw imageFile.mistake("has images of " + images.sizes().get(1) + " x " + images.sizes().get(2)
                    + " pixels: allowed are at most " + RowEncoding.MAX_FEATURES + " pixels");
        }
        return new IdxPart(images, labels, labelFile);
    }

    private static DataFile find(Path directory, String name) {
        // Some programs that unpack the files put a point where the originals have a hyphen.
        String dotted = name.replace("-idx", ".idx");
        return Stream.of(name, name + ".gz", dotted, dotted + ".gz").map(directory::resolve).filter(Files::exists)
                .findFirst().map(DataFile::new)
                .orElseThrow(() -> new DataFile(directory).mistake("is not a directory with " + name + " or " + name
                        + ".gz: allowed is a directory with MNIST's four files"));
    }

    ImageShape shape() {
        return new ImageShape(1, images.sizes().get(1), images.sizes().get(2));
    }

    /** Number of images of each class number, up to the highest. */
    List<Long> rowsOfClasses() {
        List<Long> rows = new ArrayList<>();
        for (byte label : labels.values()) {
            int number = Byte.toUnsignedInt(label);
            while (rows.size() <= number) {
                rows.add(0L);
            }
            rows.set(number, rows.get(number) + 1);
        }
        return rows;
    }

    /** The rows. Every label must be less than {@code classes}. */
    PixelRows rows(RowEncoding.Pixels encoding, int classes) {
        for (int row = 0; row < labels.values().length; row++) {
            int label = Byte.toUnsignedInt(labels.values()[row]);
            if (label >= classes) {
                throw labelFile.mistake(
                        "has the label " + label + " for image " + row + ": allowed are 0 to " + (classes - 1));
            }
        }
        return new PixelRows(encoding, images.values(), labels.values());
    }
}
