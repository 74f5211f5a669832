package dev.grapevine.sim.scenario;

import java.time.Duration;

/**
 * Devices are awake for a part of the time and stand still for the rest.
 *
 * @param period   from waking up to waking up again
 * @param awake    which share of a period a device is awake, more than 0 up to 1
 * @param together whether all wake up at the same time; else each has its own phase
 */
public record Duty(Duration period, double awake, boolean together) {

    /** Awake time of a device in each period, in nanoseconds. */
    public long awakeNanos() {
        return Math.max(1, (long) (period.toNanos() * awake));
    }
}
