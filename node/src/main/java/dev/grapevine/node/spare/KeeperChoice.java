package dev.grapevine.node.spare;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

import dev.grapevine.gossip.peers.PeerId;

/**
 * The choice of the peers that keep a node's spare copies. A keeper stays one while it is there, and for a minute
 * after; who declines or does not answer is left alone for ten minutes. Each owner has an order of all peers of its own
 * (rendezvous hashing: D. G. Thaler and C. V. Ravishankar, IEEE/ACM Transactions on Networking 6(1), 1998), so that the
 * owners of a run spread over it and an owner asks the same peers again after a restart. A pure machine. Not thread-
 * safe.
 */
final class KeeperChoice {

    /** The longest absence of a keeper: longer than a peer takes to start again. */
    static final Duration ABSENCE_MAX = Duration.ofMinutes(1);
    static final Duration REST = Duration.ofMinutes(10);

    private final PeerId self;
    private final int wanted;
    /** The keepers, and the time at which each was last there. */
    private final Map<PeerId, Duration> keepers = new LinkedHashMap<>();
    private final Map<PeerId, Duration> restUntil = new TreeMap<>();
    /** Peers that may have a copy although others have taken their place. */
    private final Set<PeerId> former = new TreeSet<>();

    /** @param wanted how many */
    KeeperChoice(PeerId self, int wanted) {
        this.self = self;
        this.wanted = wanted;
    }

    /** Takes notice of who is there now. */
    void look(Duration now, Collection<PeerId> live) {
        restUntil.values().removeIf(until -> until.compareTo(now) <= 0);
        live.stream().filter(keepers::containsKey).forEach(peer -> keepers.put(peer, now));
        List<PeerId> absent = keepers.keySet().stream()
                .filter(peer -> now.minus(keepers.get(peer)).compareTo(ABSENCE_MAX) > 0).toList();
        absent.forEach(this::replace);
        live.stream().filter(peer -> !peer.equals(self) && !keepers.containsKey(peer) && !restUntil.containsKey(peer))
                .sorted(Comparator.comparingLong(this::rank).thenComparing(Comparator.naturalOrder()))
                .limit(Math.max(0, wanted - keepers.size())).forEach(peer -> {
                    keepers.put(peer, now);
                    former.remove(peer);
                });
    }

    private long rank(PeerId peer) {
        CRC32C hash = new CRC32C();
        hash.update((self.text() + "/" + peer.text()).getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }

    private void replace(PeerId peer) {
        keepers.remove(peer);
        former.add(peer);
    }

    /** A keeper declined, or does not answer: another one is asked. */
    void giveUp(PeerId peer, Duration now) {
        if (keepers.containsKey(peer)) {
            replace(peer);
            restUntil.put(peer, now.plus(REST));
        }
    }

    /** A peer takes no part any more. */
    void remove(PeerId peer) {
        keepers.remove(peer);
        former.remove(peer);
    }

    /** Those chosen, the longest-standing first. */
    List<PeerId> keepers() {
        return List.copyOf(keepers.keySet());
    }

    /** Those who may have a copy in vain and are there, once each. */
    List<PeerId> takeFormer(Collection<PeerId> live) {
        List<PeerId> there = new ArrayList<>(former);
        there.retainAll(live);
        former.removeAll(there);
        return there;
    }
}
