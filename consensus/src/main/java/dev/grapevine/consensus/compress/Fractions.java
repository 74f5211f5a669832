package dev.grapevine.consensus.compress;

import java.math.BigDecimal;

/** The fraction of a vector that is sent. */
public final class Fractions {

    private Fractions() {}

    /** The number of elements of a fraction of {@code length}: rounded up, so at least one unless there is none. */
    public static int count(double fraction, int length) {
        return (int) Math.min(length, Math.ceil(fraction * length));
    }

    /** The fraction after rounding. */
    static double of(double fraction, int length) {
        return length == 0 ? 1 : (double) count(fraction, length) / length;
    }

    /** The fraction in users' words, such as {@code 0.01}. */
    public static String text(double fraction) {
        return BigDecimal.valueOf(fraction).stripTrailingZeros().toPlainString();
    }

    /**
     * The reverse of {@link #text}.
     *
     * @throws IllegalArgumentException if it is not more than 0 and at most 1
     */
    public static double parse(String text) {
        try {
            double fraction = Double.parseDouble(text);
            if (fraction > 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no fraction: allowed is more than 0 and at most 1",
                    e);
        }
        throw new IllegalArgumentException("'" + text + "' is no fraction: allowed is more than 0 and at most 1");
    }
}
