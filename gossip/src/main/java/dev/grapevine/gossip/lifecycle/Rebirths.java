package dev.grapevine.gossip.lifecycle;

import java.time.Duration;

/**
 * Limits how often a process begins a new life at the wish of peers: at once the first time, and after ever longer
 * rests from then on, since such peers may lie. A pure machine; not for several threads at once.
 */
public final class Rebirths {

    /** The rest between the first and the second; each further one is twice as long, up to {@link #REST_MAX}. */
    public static final Duration REST = Duration.ofSeconds(30);
    public static final Duration REST_MAX = Duration.ofHours(1);

    private Duration next = Duration.ZERO;
    private Duration rest = REST;

    /** Whether the next life may begin now; if so, it counts as begun. */
    public boolean begin(Duration now) {
        if (now.compareTo(next) < 0) {
            return false;
        }
        next = now.plus(rest);
        rest = rest.multipliedBy(2).compareTo(REST_MAX) > 0 ? REST_MAX : rest.multipliedBy(2);
        return true;
    }
}
