package dev.grapevine.node.replica.data.rows;

import dev.grapevine.node.replica.data.schema.RowEncoding;

/** Images kept as bytes, a quarter of the size of floats, and scaled on each read. */
public final class PixelRows implements Dataset {

    private final RowEncoding.Pixels encoding;
    private final int width;
    private final byte[] pixels;
    private final byte[] labels;
    private final float[] scaled = new float[256];

    /**
     * Takes over the arrays without a copy.
     *
     * @param pixels row-major, 0 to 255 each
     * @param labels class numbers, 0 to 255 each
     */
    public PixelRows(RowEncoding.Pixels encoding, byte[] pixels, byte[] labels) {
        this.encoding = encoding;
        this.width = encoding.features();
        if (pixels.length != (long) labels.length * width) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels for " + labels.length + " images of " + width);
        }
        this.pixels = pixels;
        this.labels = labels;
        for (int grey = 0; grey < scaled.length; grey++) {
            scaled[grey] = encoding.scaling().scaled(grey / 255.0);
        }
    }

    @Override
    public int rows() {
        return labels.length;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void features(int[] rows, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            int start = rows[from + i] * width;
            for (int k = 0; k < width; k++) {
                out[i * width + k] = scaled[Byte.toUnsignedInt(pixels[start + k])];
            }
        }
    }

    @Override
    public float target(int row) {
        return Byte.toUnsignedInt(labels[row]);
    }

    @Override
    public Dataset compact(int[] rows) {
        byte[] keptPixels = new byte[rows.length * width];
        byte[] keptLabels = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(pixels, rows[i] * width, keptPixels, i * width, width);
            keptLabels[i] = labels[rows[i]];
        }
        return new PixelRows(encoding, keptPixels, keptLabels);
    }
}
