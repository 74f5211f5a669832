package dev.grapevine.node.driver;

import java.time.Duration;

/** The time of one process: it begins when the node is started. May be asked by any thread. */
final class NodeClock {

    private final long originNanos = System.nanoTime();

    /** Since the node was started. */
    Duration now() {
        return Duration.ofNanos(System.nanoTime() - originNanos);
    }
}
