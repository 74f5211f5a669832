package dev.grapevine.node.driver;

import java.time.Duration;

/** Time since the start of the node. Thread-safe. */
final class NodeClock {

    private final long originNanos = System.nanoTime();

    /** Time since the node was started. */
    Duration now() {
        return Duration.ofNanos(System.nanoTime() - originNanos);
    }
}
