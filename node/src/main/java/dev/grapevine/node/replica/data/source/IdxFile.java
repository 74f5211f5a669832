package dev.grapevine.node.replica.data.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Content of a file in the IDX format of the MNIST database: a magic number whose last byte is the number of
 * dimensions, the dimensions as big-endian 32-bit numbers, then one byte per element.
 *
 * @param sizes  dimensions, outermost first
 * @param values elements, row-major
 */
record IdxFile(List<Integer> sizes, byte[] values) {

    /** Unsigned bytes in three dimensions: images. */
    static final int IMAGES_MAGIC = 0x803;
    /** Unsigned bytes in one dimension: labels. */
    static final int LABELS_MAGIC = 0x801;

    /** Maximum compression ratio of deflate: the file's size bounds the size that its header may claim. */
    private static final long MAX_GZIP_RATIO = 1032;
    /** Copies in memory: the file's content, a node's part of it, and room for the model. */
    private static final int COPIES = 3;
    /** Virtual machines reserve a few words of an array for themselves. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - Long.BYTES;

    static IdxFile read(DataFile file, int magic) {
        return read(file, magic, Runtime.getRuntime().maxMemory());
    }

    /** @param heapBytes maximum heap of the virtual machine */
    static IdxFile read(DataFile file, int magic, long heapBytes) {
        try (DataInputStream input = new DataInputStream(file.open())) {
            int found = input.readInt();
            if (found != magic) {
                throw file.mistake("starts with the magic number " + found + ": allowed is " + magic + " for idx "
                        + (magic == IMAGES_MAGIC ? "images" : "labels"));
            }
            List<Integer> sizes = new ArrayList<>();
            long length = 1;
            for (int i = 0; i < (magic & 0xFF); i++) {
                int size = input.readInt();
                sizes.add(size);
                length *= size;
                if (size < 1 || length > MAX_ARRAY) {
                    throw file.mistake("declares the sizes " + sizes
                            + ": allowed are at least 1 each and less than 2 GiB in all");
                }
            }
            if (length > Files.size(file.path()) * MAX_GZIP_RATIO) {
                throw file.mistake("ends in the middle: allowed are complete files");
            }
            if (length > heapBytes / COPIES) {
                throw file.mistake("has " + (length >> 20) + " MiB, too much for a heap of " + (heapBytes >> 20)
                        + " MiB: allowed is at most a third of it, or a larger heap, such as "
                        + "GRAPEVINE_JAVA_OPTIONS=-Xmx8g");
            }
            byte[] values = new byte[(int) length];
            input.readFully(values);
            if (input.read() >= 0) {
                throw file.mistake("is longer than the " + length + " bytes that its header declares:"
                        + " allowed are complete idx files");
            }
            return new IdxFile(sizes, values);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }
}
