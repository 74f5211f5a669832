package dev.grapevine.gossip.strategy.pairwise;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Offers that were given up because no answer came in time. A late answer is a sample of the response time: without it,
 * a node on very slow links would give up every offer too early, and never learn why. A pure machine; not for several
 * threads at once.
 */
final class LateOffers {

    /** The largest number of peers; each has one offer at most. */
    static final int PEERS_MAX = 64;

    private record Late(long sequence, Duration offeredAt) {}

    private final Map<PeerId, Late> late = new TreeMap<>();

    /**
     * An offer is given up.
     *
     * @return whether it is remembered: not if too many are already
     */
    boolean gaveUp(PeerId peer, long sequence, Duration offeredAt) {
        boolean fits = late.size() < PEERS_MAX || late.containsKey(peer);
        if (fits) {
            late.put(peer, new Late(sequence, offeredAt));
        }
        return fits;
    }

    /** An answer came: its response time, if it answers an offer that was given up. */
    Optional<Duration> answered(PeerId peer, long sequence, Duration now) {
        Late offer = late.get(peer);
        if (offer == null || offer.sequence != sequence) {
            return Optional.empty();
        }
        late.remove(peer);
        return Optional.of(now.minus(offer.offeredAt));
    }

    /** The peer's incarnation is dead: it will not answer. */
    void forget(PeerId peer) {
        late.remove(peer);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(late.size());
        late.forEach((peer, offer) -> {
            out.putText(peer.text());
            out.putCount(offer.sequence);
            out.putLong(offer.offeredAt.toNanos());
        });
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(PEERS_MAX); left > 0; left--) {
            late.put(new PeerId(in.getText()), new Late(in.getCount(), Duration.ofNanos(in.getLong())));
        }
    }
}
