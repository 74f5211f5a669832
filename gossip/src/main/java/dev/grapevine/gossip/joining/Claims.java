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
 * Whose turn it is to found a run, and since when: the smallest identity comes first, and whoever lets its term go by is
 * passed over, so that nobody keeps all others from founding by doing nothing. Turns come one after the other, or two that
 * have waited for the same would found at once. A pure machine; not for several threads at once.
 */
final class Claims {

    /** Those that are gone are remembered as long as there are no more than that. */
    static final int KEPT_MAX = 1024;

    /**
     * @param requested whether it has asked for sums: that shows that it does found, and gives it its term once more
     */
    private record Claim(Duration since, boolean requested, boolean isOver) {}

    private final Duration term;
    private final SortedMap<PeerId, Claim> claims = new TreeMap<>();

    /** @param term how long somebody whose turn it is may take */
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
     * Looks whose turn it is.
     *
     * @param candidates those that come before this node, in the order of their turns
     * @return who has let its term go by and is passed over from now on
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

    /** Whether a peer has let its term go by. */
    boolean isPassedOver(PeerId peer) {
        return claims.containsKey(peer) && claims.get(peer).isOver;
    }

    /** A peer is gone: should it come back, it does not begin anew. */
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

    /** Takes over what another one of the same term knew. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            claims.put(new PeerId(in.getText()),
                    new Claim(Duration.ofNanos(in.getLong()), in.getBoolean(), in.getBoolean()));
        }
    }
}
