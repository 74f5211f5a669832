package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.kernel.ConvolutionKernels;

/**
 * Product of an image's windows with a weight matrix, and the gradient of the weights. Rows are padded with zeros to
 * whole vectors. With few filters, two neighbouring windows are taken as one that is a pixel wider, so that fewer lanes
 * are idle; the weights of each are 0 in the column that only the other covers.
 */
final class WindowProduct {

    private static final ConvolutionKernels KERNELS = ConvolutionKernels.best();
    /**
     * The number of filters up to which two windows share one vector of the widest hardware. It must not depend on the
     * hardware, because results would.
     */
    private static final int FEW_FILTERS = ConvolutionKernels.COLUMNS_UNIT / 2;

    private final int kernel;
    private final int channels;
    private final int filters;
    private final int windowsAtOnce;
    private final ImageWindows windows;
    /** Filters of all windows taken as one. */
    private final int used;
    /** The same, rounded up to whole vectors. */
    private final int columns;
    private final float[] weights;
    private final float[] gradients;
    private final float[] sums;
    /** Outputs or their gradients, in rows of {@link #columns}; null if they already have that layout. */
    private final float[] rows;

    WindowProduct(ImageShape shape, int kernel, int padding, int filters) {
        this.kernel = kernel;
        this.channels = shape.channels();
        this.filters = filters;
        boolean even = (shape.width() + 2 * padding - kernel) % 2 == 1;
        windowsAtOnce = filters <= FEW_FILTERS && even ? 2 : 1;
        windows = new ImageWindows(shape, kernel, padding, windowsAtOnce);
        used = windowsAtOnce * filters;
        columns = Math.ceilDiv(used, ConvolutionKernels.COLUMNS_UNIT) * ConvolutionKernels.COLUMNS_UNIT;
        weights = new float[Math.multiplyExact(windows.size(), columns)];
        gradients = new float[weights.length];
        sums = new float[columns];
        rows = columns == used ? null : new float[Math.multiplyExact(windows.count(), columns)];
    }

    /** Sets the weights: kernel row, kernel column, channel, filter. */
    void setWeights(float[] from, int offset) {
        for (int row = 0; row < windows.size(); row++) {
            for (int window = 0; window < windowsAtOnce; window++) {
                int source = weightRow(row, window);
                if (source >= 0) {
                    System.arraycopy(from, offset + source * filters, weights, row * columns + window * filters,
                            filters);
                }
            }
        }
    }

    /** Row of the weights for a row of the wider window; -1 if the given window does not cover it. */
    private int weightRow(int row, int window) {
        int run = (kernel + windowsAtOnce - 1) * channels;
        int within = row % run - window * channels;
        return within < 0 || within >= kernel * channels ? -1 : row / run * kernel * channels + within;
    }

    /**
     * Product for one image, plus the same biases for each window.
     *
     * @param out receives {@code filters} values for each window
     */
    void multiply(float[] images, int number, float[] biases, int biasOffset, float[] out, int outOffset) {
        windows.show(images, number);
        float[] target = rows == null ? out : rows;
        int offset = rows == null ? outOffset : 0;
        for (int window = 0; window < windowsAtOnce; window++) {
            System.arraycopy(biases, biasOffset, target, offset + window * filters, filters);
        }
        int all = windows.count() * columns;
        for (int filled = columns; filled < all; filled *= 2) {
            System.arraycopy(target, offset, target, offset + filled, Math.min(filled, all - filled));
        }
        windows.multiplyAdd(weights, columns, target, offset);
        if (rows != null) {
            for (int row = 0; row < windows.count(); row++) {
                System.arraycopy(rows, row * columns, out, outOffset + row * used, used);
            }
        }
    }

    /** Resets the gradient of weights and biases to 0. */
    void startGradient() {
        Arrays.fill(gradients, 0);
        Arrays.fill(sums, 0);
        if (rows != null) {
            Arrays.fill(rows, 0);
        }
    }

    /** Adds the contribution of one image. */
    void addGradient(float[] images, int number, float[] outGradient, int outOffset) {
        windows.show(images, number);
        float[] source = rows == null ? outGradient : rows;
        int offset = rows == null ? outOffset : 0;
        if (rows != null) {
            for (int row = 0; row < windows.count(); row++) {
                System.arraycopy(outGradient, outOffset + row * used, rows, row * columns, used);
            }
        }
        windows.transposedMultiplyAdd(source, offset, columns, gradients);
        KERNELS.addRows(source, offset, windows.count(), columns, sums);
    }

    /** Writes the gradient: first of the weights, then of the biases. */
    void finishGradient(float[] gradient, int offset) {
        int biases = offset + kernel * kernel * channels * filters;
        Arrays.fill(gradient, offset, biases + filters, 0);
        for (int window = 0; window < windowsAtOnce; window++) {
            for (int row = 0; row < windows.size(); row++) {
                int target = weightRow(row, window);
                if (target >= 0) {
                    add(gradients, row * columns + window * filters, gradient, offset + target * filters);
                }
            }
            add(sums, window * filters, gradient, biases);
        }
    }

    private void add(float[] from, int fromOffset, float[] to, int toOffset) {
        for (int filter = 0; filter < filters; filter++) {
            to[toOffset + filter] += from[fromOffset + filter];
        }
    }
}
