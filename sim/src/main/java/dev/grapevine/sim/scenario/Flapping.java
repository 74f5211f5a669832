package dev.grapevine.sim.scenario;

import java.time.Duration;

/**
 * A fault that comes and goes while it lasts.
 *
 * @param on  how long it is there each time
 * @param off how long it is not there in between
 */
public record Flapping(Duration on, Duration off) {

    /** Shorter ones would be over before anybody could notice. */
    public static final Duration LEAST = Duration.ofSeconds(1);

    public Flapping {
        if (on.compareTo(LEAST) < 0 || off.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(on + " and " + off);
        }
    }
}
