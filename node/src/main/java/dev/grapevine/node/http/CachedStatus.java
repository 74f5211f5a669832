package dev.grapevine.node.http;

import java.time.Duration;
import java.util.function.Supplier;

/** A node's status, computed a few times a second at most, however often it is asked for. For one event loop. */
final class CachedStatus {

    static final Duration LIFE = Duration.ofMillis(200);

    private final Supplier<NodeStatus> status;
    private final Supplier<Duration> clock;
    /** Null before the first question, and after a change. */
    private NodeStatus last;
    private Duration computed = Duration.ZERO;

    /** @param clock never goes back */
    CachedStatus(Supplier<NodeStatus> status, Supplier<Duration> clock) {
        this.status = status;
        this.clock = clock;
    }

    NodeStatus get() {
        Duration now = clock.get();
        if (last == null || now.minus(computed).compareTo(LIFE) >= 0) {
            last = status.get();
            computed = now;
        }
        return last;
    }

    /** The node was asked to change: whoever looks next sees it. */
    void forget() {
        last = null;
    }
}
