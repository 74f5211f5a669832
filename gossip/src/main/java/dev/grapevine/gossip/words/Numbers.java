package dev.grapevine.gossip.words;

import java.time.Duration;

/** Numbers with their units, as people read them. */
final class Numbers {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** Shorter durations show microseconds. */
    private static final long MANY_MILLIS = 10;

    private Numbers() {}

    /** {@code 1 round}, {@code 2 rounds}. */
    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** {@code 812 bytes}. */
    static String bytes(long bytes) {
        return count(bytes, "byte");
    }

    /**
     * A duration in seconds if they are whole; else in milliseconds if they are whole or at least ten, and in
     * microseconds otherwise, rounded down.
     */
    static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos % NANOS_PER_SECOND == 0) {
            return nanos / NANOS_PER_SECOND + " s";
        }
        return nanos % NANOS_PER_MILLI == 0 || nanos >= MANY_MILLIS * NANOS_PER_MILLI
                ? nanos / NANOS_PER_MILLI + " ms"
                : nanos / NANOS_PER_MICRO + " µs";
    }
}
