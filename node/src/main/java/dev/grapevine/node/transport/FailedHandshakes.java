package dev.grapevine.node.transport;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The limit on how often callers of each address may fail to prove who they are: some at once, then a few a second.
 * Each failure costs a handshake with signatures, and closing a connection at once costs next to nothing. Those that
 * succeed count for nothing. The address that has failed least recently is forgotten where there are too many. For one
 * event loop.
 */
final class FailedHandshakes {

    static final int ADDRESSES_MAX = 1024;

    private final Duration debtMax;
    private final Duration every;
    /** The times at which the failures of each address are forgiven, in the order in which addresses last failed. */
    private final Map<String, Duration> forgiven = new LinkedHashMap<>();

    /**
     * @param atOnce failures of an address, at least one
     * @param every  one more is forgiven
     */
    FailedHandshakes(int atOnce, Duration every) {
        this.debtMax = every.multipliedBy(atOnce - 1L);
        this.every = every;
    }

    /** Whether a caller from an address may try. */
    boolean mayTry(String address, Duration now) {
        Duration debt = forgiven.getOrDefault(address, now).minus(now);
        return debt.compareTo(debtMax) <= 0;
    }

    /** A caller from an address has failed. */
    void failed(String address, Duration now) {
        Duration before = forgiven.remove(address);
        Duration from = before == null || before.compareTo(now) < 0 ? now : before;
        forgiven.put(address, from.plus(every));
        if (forgiven.size() > ADDRESSES_MAX) {
            Iterator<String> oldest = forgiven.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
