package dev.grapevine.node.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A bound on the bytes of all unfinished frames together. Over the bound, the frame that began first is evicted: it has
 * had the most time to complete. For one event loop.
 *
 * @param <C> type of connections
 */
final class UnfinishedFrames<C> {

    private final long bytesMax;
    private final Consumer<C> evict;
    private final Map<C, Integer> sizes = new LinkedHashMap<>();
    private long bytes;

    /** @param evict receives a connection whose frame is not waited for any longer */
    UnfinishedFrames(long bytesMax, Consumer<C> evict) {
        this.bytesMax = bytesMax;
        this.evict = evict;
    }

    /** A connection's unfinished frame takes this many bytes from now on; 0 for none. */
    void buffers(C connection, int amount) {
        Integer before = amount == 0 ? sizes.remove(connection) : sizes.put(connection, amount);
        bytes += amount - (before == null ? 0 : before);
        while (bytes > bytesMax) {
            C first = sizes.keySet().iterator().next();
            bytes -= sizes.remove(first);
            evict.accept(first);
        }
    }

    long bytes() {
        return bytes;
    }
}
