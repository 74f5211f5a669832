package dev.grapevine.node.replica.data.rows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;

/** Images kept as bytes, a quarter of what floats would take, and scaled whenever they are read. */
final class PixelRows implements Dataset {

    private final RowEncoding.Pixels encoding;
    private final int width;
    private final byte[] pixels;
    private final byte[] labels;
    private final float[] scaled = new float[256];

    /**
     * Takes the arrays without a copy.
     *
     * @param pixels row-major, 0 to 255 each
     * @param labels class numbers, 0 to 255 each
     */
    PixelRows(RowEncoding.Pixels encoding, byte[] pixels, byte[] labels) {
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

    /** The scaling that gives all pixels together the mean 0 and the standard deviation 1. */
    static Scaling fit(byte[] pixels) {
        return fit(greys(pixels));
    }

    /** For each grey value the pixels that have it. */
    static List<Long> greys(byte[] pixels) {
        long[] counts = new long[DataSums.Pixels.GREYS];
        for (byte pixel : pixels) {
            counts[Byte.toUnsignedInt(pixel)]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** The same from the number of pixels of each grey value; counts of the same proportions give the same scaling. */
    static Scaling fit(List<Long> counts) {
        List<Long> greys = reduced(counts);
        long pixels = 0;
        double sum = 0;
        for (int grey = 0; grey < greys.size(); grey++) {
            pixels += greys.get(grey);
            sum += greys.get(grey) * (double) grey;
        }
        double mean = sum / pixels / 255;
        double squares = 0;
        for (int grey = 0; grey < greys.size(); grey++) {
            double distance = grey / 255.0 - mean;
            squares += greys.get(grey) * distance * distance;
        }
        double deviation = Math.sqrt(squares / pixels);
        return new Scaling(mean, deviation > 0 ? deviation : 1);
    }

    /** Divided by their greatest common divisor, since sums of multiples are rounded in other places. */
    private static List<Long> reduced(List<Long> counts) {
        BigInteger divisor = counts.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::gcd)
                .max(BigInteger.ONE);
        return counts.stream().map(count -> count / divisor.longValueExact()).toList();
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
