package dev.grapevine.gossip.peers;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Peers that are left alone for a while because they did not answer. Membership may take long to notice that a peer is
 * gone, and every exchange that waits for it is one less with the others. A peer that sends messages but answers too
 * late is behind an overloaded line: its messages do not end its rest; otherwise both ends would repeat offers that
 * arrive too late, and the line would carry nothing else. A pure machine; not for several threads at once.
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(4);
    private static final int MAX_DOUBLINGS = 4;
    /** The longest rest. */
    public static final Duration LONGEST = FIRST.multipliedBy(1L << MAX_DOUBLINGS);

    /**
     * @param failures in a row, up to the number that makes a difference
     * @param until    when to try again
     * @param late     whether the peer sent something between the last two failures
     * @param heard    whether it has sent something since the last one
     */
    private record Rest(int failures, Duration until, boolean late, boolean heard) {}

    private final Map<PeerId, Rest> resting = new TreeMap<>();

    /** A peer did not answer in time: it rests, twice as long each time. */
    public void failed(PeerId peer, Duration now) {
        Rest before = resting.getOrDefault(peer, new Rest(0, Duration.ZERO, false, false));
        int failures = Math.min(before.failures, MAX_DOUBLINGS) + 1;
        resting.put(peer, new Rest(failures, now.plus(FIRST.multipliedBy(1L << failures - 1)), before.heard, false));
    }

    /**
     * A peer sent a message. It may be tried at once, but if that fails it rests longer than before: on a line that is full
     * for minutes, words come rarely, and each is one of long ago.
     */
    public void heardFrom(PeerId peer) {
        Rest rest = resting.get(peer);
        if (rest != null && !rest.heard) {
            resting.put(peer, rest.late
                    ? new Rest(rest.failures, rest.until, true, true)
                    : new Rest(rest.failures, Duration.ZERO, false, true));
        }
    }

    /** An exchange with a peer made progress in time, or the peer is forgotten. */
    public void forget(PeerId peer) {
        resting.remove(peer);
    }

    /** Whether a peer rests now. */
    public boolean isResting(PeerId peer, Duration now) {
        Rest rest = resting.get(peer);
        return rest != null && now.compareTo(rest.until) < 0;
    }

    /** Whether a peer did not answer, and has sent nothing since. */
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

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            resting.put(new PeerId(in.getText()), new Rest(in.getCount(Integer.MAX_VALUE),
                    Duration.ofNanos(in.getLong()), in.getBoolean(), in.getBoolean()));
        }
    }
}
