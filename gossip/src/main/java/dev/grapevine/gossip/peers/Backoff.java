package dev.grapevine.gossip.peers;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Peers to leave alone for a while because they did not answer. Membership may take long to notice that a peer is gone, and
 * every exchange that waits for one is one less with the others. A peer that is heard of although its answers do not come in
 * time is behind a line that carries more than it can: words of it do not end its rest, or both ends would offer again
 * and again what arrives too late, and nothing else would be carried. A pure machine; not for several threads at once.
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(4);
    private static final int MAX_DOUBLINGS = 4;

    /**
     * @param failures in a row, as far as they make a difference
     * @param until    when to try again
     * @param late     whether the peer was heard of between the last two failures
     * @param heard    whether it was heard of since the last one
     */
    private record Rest(int failures, Duration until, boolean late, boolean heard) {}

    private final Map<PeerId, Rest> resting = new TreeMap<>();

    /** A peer did not answer in time: leave it alone, twice as long each time. */
    public void failed(PeerId peer, Duration now) {
        Rest before = resting.getOrDefault(peer, new Rest(0, Duration.ZERO, false, false));
        int failures = Math.min(before.failures, MAX_DOUBLINGS) + 1;
        resting.put(peer, new Rest(failures, now.plus(FIRST.multipliedBy(1L << failures - 1)), before.heard, false));
    }

    /** A peer was heard of. */
    public void heard(PeerId peer) {
        Rest rest = resting.get(peer);
        if (rest != null && !rest.heard) {
            resting.put(peer, rest.late
                    ? new Rest(rest.failures, rest.until, true, true)
                    : new Rest(0, Duration.ZERO, false, true));
        }
    }

    /** An exchange with a peer got on in time, or nothing is known of the peer any more. */
    public void forget(PeerId peer) {
        resting.remove(peer);
    }

    /** Whether to leave a peer alone now. */
    public boolean isResting(PeerId peer, Duration now) {
        Rest rest = resting.get(peer);
        return rest != null && now.compareTo(rest.until) < 0;
    }

    /** Whether a peer did not answer, and has not been heard of since. */
    public boolean isSilent(PeerId peer) {
        Rest rest = resting.get(peer);
        return rest != null && !rest.heard;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(resting.size());
        resting.forEach((peer, rest) -> {
            out.putText(peer.text());
            out.putCount(rest.failures);
            out.putLong(rest.until.toNanos());
            out.putBoolean(rest.late);
            out.putBoolean(rest.heard);
        });
    }

    /** Takes over the records of another one. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            resting.put(new PeerId(in.getText()), new Rest(in.getCount(Integer.MAX_VALUE),
                    Duration.ofNanos(in.getLong()), in.getBoolean(), in.getBoolean()));
        }
    }
}
