package dev.grapevine.gossip.lifecycle;

import java.time.Duration;

/**
 * How often a process begins a new life because peers ask for one: at once the first time, and after ever longer rests from
 * then on, since those who ask may lie. A pure machine; not for several threads at once.
 */
public final class Rebirths {

    /** Between the first and the second; each further one is twice as long, up to {@link #REST_MAX}. */
    public static final Duration REST = Duration.ofSeconds(30);
    public static final Duration REST_MAX = Duration.ofHours(1);

    private Duration next = Duration.ZERO;
    private Duration rest = REST;

    /** Whether the next life may begin now; if so, it does. */
    public boolean begin(Duration now) {
        if (now.compareTo(next) < 0) {
            return false;
        }
        next = now.plus(rest);
        rest = rest.multipliedBy(2).compareTo(REST_MAX) > 0 ? REST_MAX : rest.multipliedBy(2);
        return true;
    }
}
