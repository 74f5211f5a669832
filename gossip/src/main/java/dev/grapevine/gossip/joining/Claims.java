package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Decides which node has the turn to found a run, and since when: the smallest identity comes first, and a node that
 * lets its term pass is passed over, so that no node can prevent the founding by doing nothing. Turns come one after
 * the other; otherwise two nodes that have waited for the same one would found at once. A pure machine; not for several
 * threads at once.
 */
final class Claims {

    /** The most claims of peers that are gone. */
    static final int KEPT_MAX = 1024;

    /**
     * @param requested whether the peer has asked for sums: that shows that it is founding, and restarts its term once
     */
    private record Claim(Duration since, boolean requested, boolean isOver) {}

    private final Duration term;
    private final SortedMap<PeerId, Claim> claims = new TreeMap<>();

    /** @param term how long a peer whose turn it is may take */
    Claims(Duration term) {
        this.term = term;
    }

    /** A peer asks for sums. */
    void requested(PeerId peer, Duration now) {
        Claim before = claims.get(peer);
        if (before == null || !before.requested) {
            claims.put(peer, new Claim(now, true, false));
        }
    }

    /**
     * Checks whose turn it is.
     *
     * @param candidates the peers that come before this node, in the order of their turns
     * @return the peers that have let their terms pass and are passed over from now on
     */
    List<PeerId> passOver(List<PeerId> candidates, Duration now) {
        List<PeerId> passedOver = new ArrayList<>();
        for (PeerId peer : candidates) {
            Claim claim = claims.computeIfAbsent(peer, unused -> new Claim(now, false, false));
            if (!claim.isOver && now.minus(claim.since).compareTo(term) < 0) {
                break;
            }
            if (!claim.isOver) {
                claims.put(peer, new Claim(claim.since, claim.requested, true));
                passedOver.add(peer);
            }
        }
        return passedOver;
    }

    /** Whether a peer has let its term pass. */
    boolean isPassedOver(PeerId peer) {
        return claims.containsKey(peer) && claims.get(peer).isOver;
    }

    /** A peer is gone: if it comes back, its term does not begin again. */
    void lost(PeerId peer) {
        if (claims.size() > KEPT_MAX) {
            claims.remove(peer);
        }
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(claims.size());
        claims.forEach((peer, claim) -> {
            out.putText(peer.text());
            out.putLong(claim.since.toNanos());
            out.putBoolean(claim.requested);
            out.putBoolean(claim.isOver);
        });
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            claims.put(new PeerId(in.getText()),
                    new Claim(Duration.ofNanos(in.getLong()), in.getBoolean(), in.getBoolean()));
        }
    }
}
