package dev.grapevine.node.replica.data.schema;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Histogram of the grey values of images, and the scaling that follows from it. */
public final class GreyValues {

    private GreyValues() {}

    /** Scaling that gives all pixels together the mean 0 and the standard deviation 1. */
    public static Scaling fit(byte[] pixels) {
        return fit(greys(pixels));
    }

    /** Number of pixels for each grey value. */
    public static List<Long> greys(byte[] pixels) {
        long[] counts = new long[DataSums.Pixels.GREYS];
        for (byte pixel : pixels) {
            counts[Byte.toUnsignedInt(pixel)]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** Scaling from the number of pixels for each grey value. Counts in the same proportions give the same scaling. */
    public static Scaling fit(List<Long> counts) {
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

    /** Divides counts by their greatest common divisor, so that multiples of them are rounded alike. */
    private static List<Long> reduced(List<Long> counts) {
        BigInteger divisor = counts.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::gcd)
                .max(BigInteger.ONE);
        return counts.stream().map(count -> count / divisor.longValueExact()).toList();
    }
}
