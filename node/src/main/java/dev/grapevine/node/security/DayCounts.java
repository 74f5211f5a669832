package dev.grapevine.node.security;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Durations, days and minutes in words. */
final class DayCounts {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")
            .withZone(ZoneOffset.UTC);

    private DayCounts() {}

    /**
     * A duration in whole days, below one day in whole hours, below one hour in minutes, at least one: {@code 3 days},
     * {@code 1 hour}.
     */
    static String of(Duration duration) {
        if (duration.toDays() > 0) {
            return count(duration.toDays(), "day");
        }
        return duration.toHours() > 0
                ? count(duration.toHours(), "hour")
                : count(Math.max(1, duration.toMinutes()), "minute");
    }

    /** The day of an instant in UTC: {@code 2026-11-28}. */
    static String day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** The minute of an instant: {@code 2026-11-28 09:30 UTC}. */
    static String minute(Instant instant) {
        return MINUTE.format(instant);
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
