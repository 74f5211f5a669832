package dev.grapevine.node.words;

import java.util.List;
import java.util.Locale;

/** Numbers as text: parsing, names of classes, and rounding for people. */
public final class Numbers {

    private static final List<String> NOT_FINITE = List.of("nan", "inf", "infinity");

    private Numbers() {}

    /**
     * Number that a trimmed text denotes.
     *
     * @return NaN if the text is not a number; an infinity if a finite float cannot hold it, such as {@code 1e99},
     *         {@code inf} or {@code nan} itself
     */
    public static double parse(String text) {
        if (text.isEmpty() || !mayBeNumber(text)) {
            return isNotFinite(text) ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            return Float.isInfinite((float) value) ? Double.POSITIVE_INFINITY : value;
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /** Name of a number as a class: equal numbers have equal names. */
    public static String name(double number) {
        // Whole numbers up to 2^53 are exact.
        return number == Math.rint(number) && Math.abs(number) <= 0x1p53
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** Number for people, with four digits if it is not whole. */
    public static String rounded(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Excludes texts that only Java parses as numbers, such as {@code 1d} and {@code 0x1p3}. */
    private static boolean mayBeNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNotFinite(String text) {
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return NOT_FINITE.stream().anyMatch(unsigned::equalsIgnoreCase);
    }
}
