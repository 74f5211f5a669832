package dev.grapevine.consensus.bits;

/**
 * Ascending indices, each as its gap to the one before, in a Rice code whose parameter both ends derive from the
 * number of indices. The size is bounded beforehand: the gaps without their lowest bits add up to less than the
 * length.
 *
 * <p>Source: S. W. Golomb, "Run-length encodings", IEEE Transactions on Information Theory, 1966.
 */
public final class GapCoding {

    private GapCoding() {}

    /** The lowest bits that are written as they are: log₂ of ln 2 times the mean gap, rounded to nearest or so. */
    public static int parameter(int count, int length) {
        int parameter = 0;
        while (count > 0 && (long) count << (parameter + 1) < length - (long) count) {
            parameter++;
        }
        return parameter;
    }

    /** Bytes that {@code count} indices below {@code length} take at most. */
    public static long bytesMax(int count, int length) {
        int parameter = parameter(count, length);
        return ((long) count * (parameter + 1) + ((length - (long) count) >> parameter) + 7) / 8;
    }
}
