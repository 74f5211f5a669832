package dev.grapevine.node.membership;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Membership.PeerInfo;

/**
 * The members that are seen now. One peer may have several: while a split brain heals, when it restarts before its
 * crash was noticed, or when a copied folder makes two nodes of one name. The member with the newest incarnation
 * counts; when it ends, the next newest does. Not thread-safe.
 *
 * @param <M> key of a member
 */
final class Members<M> {

    private final Map<M, PeerInfo> seen = new HashMap<>();

    /** A member appeared. Returns its peer's state if that changed. */
    Optional<PeerInfo> added(M member, PeerInfo info) {
        boolean isNew = !info.equals(seen.put(member, info));
        boolean newest = seen.values().stream().noneMatch(
                other -> other.peer().equals(info.peer()) && other.incarnation() > info.incarnation());
        return isNew && newest ? Optional.of(info) : Optional.empty();
    }

    /**
     * The consequence for a peer when one of its members ends.
     *
     * @param now the peer's remaining newest member; empty if the peer is gone
     */
    record End(PeerId peer, Optional<PeerInfo> now) {}

    /** All members but these have disappeared. Returns the states of peers that changed. */
    List<End> keep(Set<M> present) {
        return List.copyOf(seen.keySet()).stream().filter(member -> !present.contains(member))
                .flatMap(member -> removed(member).stream()).toList();
    }

    /** A member disappeared. Returns its peer's state if that changed. */
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
