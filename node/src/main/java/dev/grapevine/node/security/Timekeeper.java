package dev.grapevine.node.security;

import java.time.Duration;
import java.time.Instant;

/**
 * The time for a device that has no battery for its clock: never earlier than the latest instant that it knows to have
 * passed. It knows from the folder's last entry and from the begin of its own certificates; peers' statements are not
 * believed, since one wrong clock would then end the certificates of all. Not thread-safe.
 */
public final class Timekeeper {

    /** Clocks are set back by less than this all the time. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private Instant latest;

    /**
     * @param latest the folder's last entry
     */
    public Timekeeper(Instant latest) {
        this.latest = latest;
    }

    /** Takes the begin of one of the node's own certificates, or of its authority's. */
    public void learn(Instant passed) {
        if (passed.isAfter(latest)) {
            latest = passed;
        }
    }

    /** The latest instant that is known to have passed. */
    public Instant latest() {
        return latest;
    }

    /** The wall clock's time, or the latest known instant while the clock is behind it. */
    public Instant now(Instant wallClock) {
        return wallClock.isBefore(latest) ? latest : wallClock;
    }

    /** Whether the wall clock is behind by more than a minute. */
    public boolean isBehind(Instant wallClock) {
        return wallClock.plus(TOLERANCE).isBefore(latest);
    }

    /** A sentence for users while the clock is behind. */
    public String sentence(Instant wallClock) {
        return "The clock of this device is behind by at least " + DayCounts.of(Duration.between(wallClock, latest))
                + ": it shows " + DayCounts.minute(wallClock) + ", but " + DayCounts.minute(latest)
                + " has passed, which is taken as the time until the clock is set (if the clock is right, remove the file "
                + SecurityFolder.LATEST_TIME_FILE + ")";
    }
}
