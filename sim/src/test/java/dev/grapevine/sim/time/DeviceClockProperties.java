package dev.grapevine.sim.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

/** Clocks that run fast or slow. */
class DeviceClockProperties {

    private static final long YEAR = 365L * 24 * 3600 * 1_000_000_000;

    @Property
    void timer_onADriftingClock_firesInTimeAndNotBefore(
            @ForAll @DoubleRange(min = 0.5, max = 1.5) double rate, @ForAll @LongRange(min = 0, max = YEAR) long now,
            @ForAll @LongRange(min = 0, max = 3_600_000_000_000L) long delayNanos) {
        DeviceClock clock = new DeviceClock(rate);
        Duration delay = Duration.ofNanos(delayNanos);
        long due = clock.trueNanos(now, delay);
        assertThat(due).isGreaterThanOrEqualTo(now);
        assertThat(clock.shows(due)).isGreaterThanOrEqualTo(clock.shows(now).plus(delay));
        // A double has 53 bits: within a year, products are exact to some nanoseconds.
        assertThat(clock.shows(Math.max(now, due - 100))).isLessThanOrEqualTo(clock.shows(now).plus(delay));
    }

    @Example
    void trueClock_isExactToTheNanosecond() {
        DeviceClock clock = new DeviceClock(1);
        assertThat(clock.shows(Long.MAX_VALUE)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(clock.trueNanos(YEAR, Duration.ofNanos(1))).isEqualTo(YEAR + 1);
        assertThat(new DeviceClock(1.01).shows(1_000_000_000)).isEqualTo(Duration.ofMillis(1010));
    }
}
