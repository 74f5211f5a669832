package dev.grapevine.node.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What unfinished frames take, all together. If it is too much, the one that was begun first gives way: it has had the
 * most time to become complete. For one event loop.
 *
 * @param <C> the connections that they come from
 */
final class UnfinishedFrames<C> {

    private final long bytesMax;
    private final Consumer<C> giveWay;
    private final Map<C, Integer> kept = new LinkedHashMap<>();
    private long bytes;

    /** @param giveWay receives whose frame is not waited for any longer */
    UnfinishedFrames(long bytesMax, Consumer<C> giveWay) {
        this.bytesMax = bytesMax;
        this.giveWay = giveWay;
    }

    /** A connection's frame takes so many bytes from now on, 0 for none. */
    void keep(C connection, int amount) {
        Integer before = amount == 0 ? kept.remove(connection) : kept.put(connection, amount);
        bytes += amount - (before == null ? 0 : before);
        while (bytes > bytesMax) {
            C first = kept.keySet().iterator().next();
            bytes -= kept.remove(first);
            giveWay.accept(first);
        }
    }

    long bytes() {
        return bytes;
    }
}
