package dev.grapevine.gossip.pace;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * Limits how often each peer is given, within a minute, something that costs far more than the request. A pure machine;
 * not for several threads at once.
 */
public final class Allowance {

    public static final Duration SPAN = Duration.ofMinutes(1);

    private record Given(Duration since, long times) {}

    private final PeerTable<Given> peers = new PeerTable<>();

    /**
     * Counts a request.
     *
     * @param most how many are granted within {@link #SPAN}
     * @return whether this one is granted
     */
    public boolean take(PeerId peer, Duration now, long most) {
        Given before = peers.get(peer);
        Given given = before == null || now.minus(before.since).compareTo(SPAN) >= 0 ? new Given(now, 0) : before;
        if (given.times >= most) {
            return false;
        }
        peers.put(peer, new Given(given.since, given.times + 1));
        return true;
    }

    /** A peer is forgotten. */
    public void forget(PeerId peer) {
        peers.remove(peer);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(peers.size());
        peers.forEach((peer, given) -> {
            out.putText(peer.text());
            out.putLong(given.since.toNanos());
            out.putCount(given.times);
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            peers.put(new PeerId(in.getText()), new Given(Duration.ofNanos(in.getLong()), in.getCount()));
        }
    }
}
