package dev.grapevine.node.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Connections whose other side has not proved yet who it is, bounded in all and for each address. One that is too many
 * makes room at the address that has the most of them, and there the oldest gives way: a crowd behind one address pushes
 * itself out and nobody else. For one event loop.
 *
 * @param <C> connections
 */
final class PendingHandshakes<C> {

    private final int max;
    private final int maxOfAddress;
    private final Consumer<C> giveWay;
    /** The addresses of connections, in the order in which these came. */
    private final Map<C, String> addresses = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** @param giveWay receives a connection that is not counted any more */
    PendingHandshakes(int max, int maxOfAddress, Consumer<C> giveWay) {
        this.max = max;
        this.maxOfAddress = maxOfAddress;
        this.giveWay = giveWay;
    }

    /** A connection from an address begins. */
    void came(C connection, String address) {
        addresses.put(connection, address);
        if (counts.merge(address, 1, Integer::sum) > maxOfAddress) {
            oldestGivesWay(address);
        } else if (addresses.size() > max) {
            oldestGivesWay(counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey());
        }
    }

    private void oldestGivesWay(String address) {
        C oldest = addresses.entrySet().stream().filter(entry -> entry.getValue().equals(address)).findFirst()
                .orElseThrow().getKey();
        gone(oldest);
        giveWay.accept(oldest);
    }

    /** It has proved who it is, or is over: nothing happens if it is not counted any more. */
    void gone(C connection) {
        String address = addresses.remove(connection);
        if (address != null) {
            counts.computeIfPresent(address, (unused, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Those that are counted, oldest first. */
    List<C> all() {
        return new ArrayList<>(addresses.keySet());
    }
}
