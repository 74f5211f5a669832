package dev.grapevine.node.http;

import java.util.HashMap;
import java.util.Map;

/** Counts open connections, in all and for each client. For one event loop. */
final class ConnectionLimits {

    private final int max;
    private final int maxOfClient;
    private final Map<String, Integer> counts = new HashMap<>();
    private int all;

    ConnectionLimits(int max, int maxOfClient) {
        this.max = max;
        this.maxOfClient = maxOfClient;
    }

    /**
     * A connection of a client begins.
     *
     * @return whether there is room for it; it is not counted if there is none
     */
    boolean came(String client) {
        if (all >= max || counts.getOrDefault(client, 0) >= maxOfClient) {
            return false;
        }
        all++;
        counts.merge(client, 1, Integer::sum);
        return true;
    }

    /** A connection that was counted has ended. */
    void gone(String client) {
        counts.computeIfPresent(client, (unused, count) -> {
            all--;
            return count == 1 ? null : count - 1;
        });
    }

    int all() {
        return all;
    }
}
