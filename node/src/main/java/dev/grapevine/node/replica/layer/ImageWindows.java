package dev.grapevine.node.replica.layer;

import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.kernel.ConvolutionKernels;

/**
 * Windows of one image beneath a square kernel with stride 1, as the rows of a matrix that is never materialised
 * (implicit im2col): one row per position of the kernel, one column per value beneath it. Images are rows of pixels of
 * channels, padded with zeros.
 */
final class ImageWindows {

    private static final ConvolutionKernels KERNELS = ConvolutionKernels.best();

    private final ImageShape shape;
    private final int padding;
    /** Offset of each window. */
    private final int[] places;
    /** Offset of each value inside a window. */
    private final int[] shifts;
    /** Zero-padded copy of the image; null without padding. */
    private final float[] padded;
    private float[] values;
    private int offset;

    /** @param atOnce number of neighbouring windows in a row that are taken as one; a divisor of the windows per row */
    ImageWindows(ImageShape shape, int kernel, int padding, int atOnce) {
        this.shape = shape;
        this.padding = padding;
        int height = shape.height() + 2 * padding;
        int width = shape.width() + 2 * padding;
        int channels = shape.channels();
        int across = (width - kernel + 1) / atOnce;
        places = new int[(height - kernel + 1) * across];
        for (int i = 0; i < places.length; i++) {
            places[i] = (i / across * width + i % across * atOnce) * channels;
        }
        int run = (kernel + atOnce - 1) * channels;
        shifts = new int[Math.multiplyExact(kernel, run)];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = i / run * width * channels + i % run;
        }
        padded = padding == 0 ? null : new float[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
    }

    /** Selects one of several images in an array, which must not change while it is used. */
    void show(float[] images, int number) {
        int from = number * shape.features();
        if (padded == null) {
            values = images;
            offset = from;
            return;
        }
        int row = shape.width() * shape.channels();
        int paddedRow = row + 2 * padding * shape.channels();
        int to = padding * (paddedRow + shape.channels());
        for (int y = 0; y < shape.height(); y++) {
            System.arraycopy(images, from + y * row, padded, to + y * paddedRow, row);
        }
        values = padded;
        offset = 0;
    }

    /** Number of windows. */
    int count() {
        return places.length;
    }

    /** Values per window. */
    int size() {
        return shifts.length;
    }

    /** {@code C += windows · B}. */
    void multiplyAdd(float[] b, int columns, float[] c, int cOffset) {
        KERNELS.multiplyAdd(values, offset, places, shifts, b, 0, columns, c, cOffset);
    }

    /** {@code C += windowsᵀ · B}. */
    void transposedMultiplyAdd(float[] b, int bOffset, int columns, float[] c) {
        KERNELS.multiplyAdd(values, offset, shifts, places, b, bOffset, columns, c, 0);
    }
}
