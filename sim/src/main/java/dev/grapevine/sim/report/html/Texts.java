package dev.grapevine.sim.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

import dev.grapevine.node.words.Quantities;

/** Numbers as people read them; a dash for unknown ones. */
final class Texts {

    static final String UNKNOWN = "–";

    private Texts() {}

    /** An accuracy, a distance or the like, with four decimals. */
    static String fraction(Double value) {
        return value == null || !Double.isFinite(value) ? UNKNOWN : String.format(Locale.ROOT, "%.4f", value);
    }

    /** Any number, with four significant digits. */
    static String significant(double value) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    /** A whole number, its thousands apart. */
    static String whole(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.0f", value).replace(',', '\u202f') : UNKNOWN;
    }

    static String bytes(double bytes) {
        return Double.isFinite(bytes) ? Quantities.showBytes(bytes) : UNKNOWN;
    }

    /** A time, in the unit of the page's charts for a run of that length. */
    static String duration(double seconds) {
        if (seconds < 600) {
            return significant(seconds) + " s";
        }
        return seconds < 10_800 ? significant(seconds / 60) + " min" : significant(seconds / 3600) + " h";
    }

    /** A duration with a unit that does not change, for columns. */
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
