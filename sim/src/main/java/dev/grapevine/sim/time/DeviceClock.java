package dev.grapevine.sim.time;

import java.time.Duration;

/**
 * A device's own clock, which runs a little fast or slow at a steady rate.
 *
 * @param rate seconds that it shows in a true second
 */
public record DeviceClock(double rate) {

    /** The time that it shows at a true time. */
    public Duration shows(long nanos) {
        return Duration.ofNanos(rate == 1 ? nanos : (long) (nanos * rate));
    }

    /** The earliest true time at which it shows this much more than now. */
    public long trueNanos(long now, Duration delay) {
        if (rate == 1) {
            return now + delay.toNanos();
        }
        Duration due = shows(now).plus(delay);
        long nanos = Math.max(now, (long) (due.toNanos() / rate));
        while (shows(nanos).compareTo(due) < 0) {
            nanos++;
        }
        return nanos;
    }
}
