package dev.grapevine.node.transport;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/**
 * The links to all peers, by peer. Peers that only called, and whose address nobody has told, are strangers: their number
 * is bounded. For one event loop.
 */
final class PeerLinks {

    private final PeerId self;
    private final PeerLink.Host dialler;
    private final Traffic traffic;
    private final int strangersMax;
    /** The links, in the order in which peers were last heard. */
    private final Map<PeerId, PeerLink> links = new LinkedHashMap<>(16, 0.75f, true);

    PeerLinks(PeerId self, PeerLink.Host dialler, Traffic traffic, int strangersMax) {
        this.self = self;
        this.dialler = dialler;
        this.traffic = traffic;
        this.strangersMax = strangersMax;
    }

    /** The link to a peer, if there is one. The peer counts as heard. */
    Optional<PeerLink> find(PeerId peer) {
        return Optional.ofNullable(links.get(peer));
    }

    private PeerLink link(PeerId peer) {
        return links.computeIfAbsent(peer, unknown -> new PeerLink(self, unknown, dialler, traffic));
    }

    /** All links, those to the peers that were silent the longest first. */
    List<PeerLink> all() {
        return List.copyOf(links.values());
    }

    /** Notes where a peer may be. New addresses end the link to the old ones. */
    void locate(PeerId peer, List<Address> addresses) {
        PeerLink known = links.get(peer);
        if (known != null && !known.addresses().isEmpty() && !known.addresses().equals(addresses)) {
            forget(peer);
        }
        link(peer).locate(addresses);
    }

    /** Hands an open connection to the link of its peer, and returns whether the link uses it. */
    boolean opened(PeerId peer, Connection connection) {
        PeerLink link = link(peer);
        link.opened(connection);
        boundStrangers();
        return link.connection().filter(connection::equals).isPresent();
    }

    /** A stranger that was silent the longest gives way where there are too many. */
    private void boundStrangers() {
        long strangers = links.values().stream().filter(link -> link.addresses().isEmpty()).count();
        for (Iterator<PeerLink> each = links.values().iterator(); strangers > strangersMax; strangers--) {
            PeerLink link = each.next();
            while (!link.addresses().isEmpty()) {
                link = each.next();
            }
            each.remove();
            link.close();
        }
    }

    /** A connection to a peer is over. The link of a stranger ends with it. */
    void closed(PeerId peer, Connection connection) {
        PeerLink link = links.get(peer);
        if (link == null) {
            return;
        }
        link.closed(connection);
        if (link.addresses().isEmpty() && link.connection().isEmpty()) {
            links.remove(peer);
        }
    }

    /** Ends the link to a peer. */
    void forget(PeerId peer) {
        PeerLink known = links.remove(peer);
        if (known != null) {
            known.close();
        }
    }

    /** Whether some peer whose address is known can be talked to, as far as is known. */
    boolean mayReachAny() {
        return links.values().stream().anyMatch(link -> !link.addresses().isEmpty() && link.mayWork());
    }
}
