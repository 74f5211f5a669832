package dev.grapevine.gossip.peers;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Which peers to leave alone for a while because they did not answer. Membership may take long to notice that a peer is
 * gone, and every exchange that waits for one is one less with the others. A pure machine; not for several threads at
 * once.
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(4);
    private static final int MAX_DOUBLINGS = 4;

    /**
     * @param failures in a row, as far as they make a difference
     * @param until    when to try again
     */
    private record Rest(int failures, Duration until) {}

    private final Map<PeerId, Rest> resting = new TreeMap<>();

    /** A peer did not answer: leave it alone, twice as long each time. */
    public void failed(PeerId peer, Duration now) {
        int failures = resting.containsKey(peer) ? Math.min(resting.get(peer).failures, MAX_DOUBLINGS) + 1 : 1;
        resting.put(peer, new Rest(failures, now.plus(FIRST.multipliedBy(1L << failures - 1))));
    }

    /** A peer was heard of. */
    public void heard(PeerId peer) {
        resting.remove(peer);
    }

    /** Whether to leave a peer alone now. */
    public boolean isResting(PeerId peer, Duration now) {
        Rest rest = resting.get(peer);
        return rest != null && now.compareTo(rest.until) < 0;
    }

    /** Whether a peer did not answer, and has not been heard of since. */
    public boolean isSilent(PeerId peer) {
        return resting.containsKey(peer);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(resting.size());
        resting.forEach((peer, rest) -> {
            out.putText(peer.text());
            out.putCount(rest.failures);
            out.putLong(rest.until.toNanos());
        });
    }

    /** Takes over the records of another one. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            resting.put(new PeerId(in.getText()),
                    new Rest(in.getCount(Integer.MAX_VALUE), Duration.ofNanos(in.getLong())));
        }
    }
}
