package dev.grapevine.node.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.grapevine.gossip.peers.PeerId;

/**
 * Who is connected, and who gives way when too many are: of those that have not said who they are, the first; of one
 * peer's connections, the older; of all peers', that of a stranger, and of these the one that was silent the longest. For
 * one event loop.
 *
 * @param <C> connections
 */
final class Crowd<C> {

    private final int greetingMax;
    private final int greetedMax;
    private final Predicate<PeerId> isKnown;
    private final Consumer<C> giveWay;
    private final Set<C> greeting = new LinkedHashSet<>();
    /** In the order in which they were last heard. */
    private final Map<PeerId, C> greeted = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param isKnown whether a peer is more than a stranger
     * @param giveWay receives a connection that is not counted any more
     */
    Crowd(int greetingMax, int greetedMax, Predicate<PeerId> isKnown, Consumer<C> giveWay) {
        this.greetingMax = greetingMax;
        this.greetedMax = greetedMax;
        this.isKnown = isKnown;
        this.giveWay = giveWay;
    }

    /** Somebody connects. */
    void came(C connection) {
        greeting.add(connection);
        if (greeting.size() > greetingMax) {
            C first = greeting.iterator().next();
            greeting.remove(first);
            giveWay.accept(first);
        }
    }

    /** It has said who it is. */
    void greeted(PeerId peer, C connection) {
        greeting.remove(connection);
        C older = greeted.put(peer, connection);
        if (older != null) {
            giveWay.accept(older);
        }
        if (greeted.size() > greetedMax) {
            PeerId silent = greeted.keySet().stream().filter(isKnown.negate()).findFirst()
                    .orElse(greeted.keySet().iterator().next());
            giveWay.accept(greeted.remove(silent));
        }
    }

    /** It has said something more. */
    void heard(PeerId peer) {
        greeted.get(peer);
    }

    /** It is over: nothing happens if it was not counted any more. */
    void gone(PeerId peer, C connection) {
        greeted.remove(peer, connection);
    }

    /** It is over before it said who it is. */
    void gone(C connection) {
        greeting.remove(connection);
    }

    /** All that are counted. */
    List<C> all() {
        List<C> all = new ArrayList<>(greeting);
        all.addAll(greeted.values());
        return all;
    }
}
