package dev.grapevine.sim.scenario;

import java.time.Duration;

/**
 * A duty cycle: devices are awake for a part of each period and frozen for the rest.
 *
 * @param period   time from one waking to the next
 * @param awake    share of a period in which a device is awake, more than 0, up to 1
 * @param together whether all wake at the same time; otherwise each has its own phase
 */
public record Duty(Duration period, double awake, boolean together) {

    /** Awake time of a device in each period, in nanoseconds. */
    public long awakeNanos() {
        return Math.max(1, (long) (period.toNanos() * awake));
    }
}
