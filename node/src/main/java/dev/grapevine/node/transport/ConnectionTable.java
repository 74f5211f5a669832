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
 * The open incoming connections, bounded. Over the bounds one is evicted: of those without a handshake, the oldest; of
 * two connections of one peer, the older; of all peers' connections, the one that was silent longest, strangers first.
 * For one event loop.
 *
 * @param <C> type of connections
 */
final class ConnectionTable<C> {

    private final int handshakesMax;
    private final int peersMax;
    private final Predicate<PeerId> isKnown;
    private final Consumer<C> evict;
    private final Set<C> handshaking = new LinkedHashSet<>();
    /** Ordered by the last frame, the longest silent first. */
    private final Map<PeerId, C> ofPeers = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param isKnown whether membership knows the peer
     * @param evict   receives a connection that has to be closed
     */
    ConnectionTable(int handshakesMax, int peersMax, Predicate<PeerId> isKnown, Consumer<C> evict) {
        this.handshakesMax = handshakesMax;
        this.peersMax = peersMax;
        this.isKnown = isKnown;
        this.evict = evict;
    }

    /** A connection was accepted. */
    void accepted(C connection) {
        handshaking.add(connection);
        if (handshaking.size() > handshakesMax) {
            C first = handshaking.iterator().next();
            handshaking.remove(first);
            evict.accept(first);
        }
    }

    /** The peer of a connection has identified itself. */
    void identified(PeerId peer, C connection) {
        handshaking.remove(connection);
        C older = ofPeers.put(peer, connection);
        if (older != null) {
            evict.accept(older);
        }
        if (ofPeers.size() > peersMax) {
            PeerId silent = ofPeers.keySet().stream().filter(isKnown.negate()).findFirst()
                    .orElse(ofPeers.keySet().iterator().next());
            evict.accept(ofPeers.remove(silent));
        }
    }

    /** A frame of the peer has arrived. */
    void heard(PeerId peer) {
        ofPeers.get(peer);
    }

    /** The connection was closed. Does nothing if it was evicted before. */
    void closed(PeerId peer, C connection) {
        ofPeers.remove(peer, connection);
    }

    /** The connection was closed before its peer identified itself. */
    void closed(C connection) {
        handshaking.remove(connection);
    }

    /** All open connections. */
    List<C> all() {
        List<C> all = new ArrayList<>(handshaking);
        all.addAll(ofPeers.values());
        return all;
    }
}
