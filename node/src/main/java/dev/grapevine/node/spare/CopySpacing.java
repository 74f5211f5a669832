package dev.grapevine.node.spare;

import java.time.Duration;

/**
 * The time at which the next spare copy is due: at most one a minute, and beyond that as soon as it costs at most a
 * hundredth of the bytes that the node has sent since the last one, at the latest after an hour. A new keeper waits for
 * the minute only. A pure machine. Not thread-safe.
 */
public final class CopySpacing {

    static final Duration MIN = Duration.ofMinutes(1);
    static final Duration MAX = Duration.ofHours(1);
    private static final int SHARE = 100;

    /** Null before the first. */
    private Duration last;
    private long sentThen;

    /** A copy is made. */
    public void made(Duration now, long bytesSent) {
        last = now;
        sentThen = bytesSent;
    }

    /**
     * Whether the next one may be made.
     *
     * @param bytesSent  by the node since its start, of all kinds
     * @param cost       bytes that it takes to tell all keepers
     * @param isAwaited  whether a keeper has none
     */
    public boolean isDue(Duration now, long bytesSent, long cost, boolean isAwaited) {
        if (last == null) {
            return true;
        }
        Duration passed = now.minus(last);
        return passed.compareTo(MIN) >= 0
                && (isAwaited || passed.compareTo(MAX) >= 0 || cost * SHARE <= bytesSent - sentThen);
    }
}
