package dev.grapevine.node.words;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units, as people write them: {@code 20ms}, {@code 1.5h}, {@code 10KB/s}. */
public final class Quantities {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Z/]*)");

    /** The longest duration, more than a century; the sum of two still fits into a long number of nanoseconds. */
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Duration.ofHours(1_000_000).toNanos());

    private Quantities() {}

    /**
     * Parses a duration: {@code 20ms}, {@code 5s}, {@code 2m}, {@code 1h}, up to a million hours; {@code 0} needs no
     * unit.
     */
    public static Duration duration(String text) {
        Matcher matcher = match(text);
        BigDecimal number = new BigDecimal(matcher.group(1));
        long nanosPerUnit = switch (matcher.group(2)) {
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m", "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "" -> number.signum() == 0 ? 1 : unknownUnit(text);
            default -> unknownUnit(text);
        };
        BigDecimal nanos = number.multiply(BigDecimal.valueOf(nanosPerUnit));
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw new IllegalArgumentException(text);
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /**
     * Parses bytes per second: {@code 500B/s}, {@code 10KB/s}, {@code 1MB/s}, {@code 1GB/s}; a kilobyte has 1000 bytes.
     */
    public static double bytesPerSecond(String text) {
        Matcher matcher = match(text);
        double factor = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
            case "B/S" -> 1;
            case "KB/S" -> 1e3;
            case "MB/S" -> 1e6;
            case "GB/S" -> 1e9;
            default -> unknownUnit(text);
        };
        return Double.parseDouble(matcher.group(1)) * factor;
    }

    /** Parses bytes: {@code 500B}, {@code 10KB}, {@code 64MB}, {@code 1GB}; a kilobyte has 1000 bytes. */
    public static long bytes(String text) {
        return (long) bytesPerSecond(text.strip() + "/s");
    }

    /** Parses a finite number within limits. */
    public static double number(String text, double min, double max) {
        double value = Double.parseDouble(text);
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    /** Parses a whole number within limits. */
    public static int wholeNumber(String text, int min, int max) {
        int value = Integer.parseInt(text);
        if (value < min || value > max) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    /** Duration for people, in its largest fitting unit. */
    public static String show(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 1) {
            return trim(seconds * 1000) + "ms";
        }
        if (seconds < 120) {
            return trim(seconds) + "s";
        }
        return seconds < 7200 ? trim(seconds / 60) + "m" : trim(seconds / 3600) + "h";
    }

    /** Duration text that {@link #duration} parses to the exact nanosecond. */
    public static String exact(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9);
        if (seconds.compareTo(BigDecimal.ONE) >= 0 || seconds.signum() == 0) {
            return plain(seconds) + "s";
        }
        return plain(seconds.movePointRight(3)) + "ms";
    }

    /** Rate text that {@link #bytesPerSecond} parses to the exact bits. */
    public static String exactRate(double bytesPerSecond) {
        return plain(new BigDecimal(bytesPerSecond)) + "B/s";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** Bytes for people. */
    public static String showBytes(double bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.2f", value)) + " "
                + units[unit];
    }

    private static String trim(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static Matcher match(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return matcher;
    }

    private static long unknownUnit(String text) {
        throw new IllegalArgumentException(text);
    }
}
