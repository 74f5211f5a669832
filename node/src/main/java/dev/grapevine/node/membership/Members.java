package dev.grapevine.node.membership;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Membership.PeerInfo;

/**
 * The members now seen. A peer may be there twice while a split brain heals, or when it has come back before its end was
 * noticed: where its newest life is, there it is. Not for several threads at once.
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

    /** A member is not seen any more; returns the peer if that was the last that was seen of it. */
    Optional<PeerId> removed(M member) {
        return Optional.ofNullable(seen.remove(member)).map(PeerInfo::peer)
                .filter(peer -> seen.values().stream().noneMatch(other -> other.peer().equals(peer)));
    }
}
