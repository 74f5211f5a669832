package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.http.NodePeer;
import dev.grapevine.node.words.PeerNames;

/**
 * The exchanges with each peer since this process started. Holds the peers that are there, and {@value #MAX_GONE} others: the
 * first that came is forgotten first. For one event loop.
 */
final class PeerActivity {

    static final int MAX_GONE = 256;
    /** Time without an exchange after which a live peer is called silent. */
    static final Duration SILENCE = Duration.ofMinutes(1);

    /** One peer. */
    private static final class Seen {
        private long exchanges;
        private long failed;
        /** Since when the peer has had no exchange. */
        private Duration since;
        private boolean hasExchanged;

        Seen(Duration now) {
            since = now;
        }

        void exchanged(Duration now) {
            exchanges++;
            since = now;
            hasExchanged = true;
        }
    }

    private final Map<PeerId, Seen> seen = new LinkedHashMap<>();

    /**
     * A peer is there.
     *
     * @return whether it was there before
     */
    boolean joined(PeerId peer, Duration now) {
        Seen before = seen.get(peer);
        if (before == null) {
            seen.put(peer, new Seen(now));
        }
        return before != null;
    }

    /**
     * A peer is gone.
     *
     * @param live those that are left
     */
    void lost(Set<PeerId> live) {
        Iterator<PeerId> gone = seen.keySet().iterator();
        for (int over = seen.size() - live.size() - MAX_GONE; over > 0 && gone.hasNext();) {
            if (!live.contains(gone.next())) {
                gone.remove();
                over--;
            }
        }
    }

    void count(Fact fact, Duration now) {
        switch (fact) {
            case Fact.ExchangeFinished finished when seen.containsKey(finished.peer()) ->
                seen.get(finished.peer()).exchanged(now);
            case Fact.ExchangeAbandoned given when seen.containsKey(given.peer()) -> seen.get(given.peer()).failed++;
            default -> {
            }
        }
    }

    /** All peers that are there or were. */
    List<NodePeer> peers(Set<PeerId> live, PeerNames names, Duration now) {
        List<NodePeer> peers = new ArrayList<>();
        live.forEach(peer -> seen.putIfAbsent(peer, new Seen(now)));
        seen.forEach((peer, activity) -> {
            Duration quiet = now.minus(activity.since);
            NodePeer.State state = !live.contains(peer)
                    ? NodePeer.State.SUSPECTED
                    : quiet.compareTo(SILENCE) > 0 ? NodePeer.State.SILENT : NodePeer.State.LIVE;
            peers.add(new NodePeer(peer.text(), names.of(peer.text()), state.word(), activity.exchanges,
                    activity.failed, activity.hasExchanged ? quiet.toMillis() / 1000.0 : null));
        });
        return peers;
    }
}
