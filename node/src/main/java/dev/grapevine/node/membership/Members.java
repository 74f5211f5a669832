package dev.grapevine.node.membership;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Membership.PeerInfo;

/**
 * The members now seen. A peer may be there twice while a split brain heals, or when it has come back before its end was
 * noticed: where its newest life is, there it is. So it is with
 * two nodes of one name, and when the newest was a copy that stops, the other one is what is left. Not for several threads at once.
 *
 * @param <M> what tells members apart
 */
final class Members<M> {

    private final Map<M, PeerInfo> seen = new HashMap<>();

    /** A member is seen; returns what is news about its peer. */
    Optional<PeerInfo> added(M member, PeerInfo info) {
        boolean news = !info.equals(seen.put(member, info));
        boolean newest = seen.values().stream().noneMatch(
                other -> other.peer().equals(info.peer()) && other.incarnation() > info.incarnation());
        return news && newest ? Optional.of(info) : Optional.empty();
    }

    /**
     * What the end of a member says about its peer.
     *
     * @param now where the peer is now; empty if it is gone
     */
    record End(PeerId peer, Optional<PeerInfo> now) {}

    /** A member is not seen any more; returns what is news about its peer. */
    Optional<End> removed(M member) {
        PeerInfo removed = seen.remove(member);
        if (removed == null) {
            return Optional.empty();
        }
        Optional<PeerInfo> newest = seen.values().stream().filter(other -> other.peer().equals(removed.peer()))
                .max(Comparator.comparingLong(PeerInfo::incarnation));
        return newest.filter(other -> other.incarnation() >= removed.incarnation()).isPresent()
                ? Optional.empty()
                : Optional.of(new End(removed.peer(), newest));
    }
}
