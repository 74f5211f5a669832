package dev.grapevine.gossip.conversation;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * A peer's response time and how long to wait for an answer before asking again: the smoothed time plus four times its
 * mean deviation.
 *
 * <p>Source: V. Paxson et al., "Computing TCP's Retransmission Timer", RFC 6298, 2011, which is V. Jacobson's
 * estimator. Answers to a message that was sent more than once are not measured, since nobody knows which copy they
 * answer (P. Karn).
 */
public final class RoundTrip {

    /** Shorter waits would mostly ask too early. */
    private static final Duration PATIENCE_LEAST = Duration.ofMillis(100);
    private static final long UNKNOWN = -1;

    private long smoothedNanos = UNKNOWN;
    private long deviationNanos;

    /** Adds a measured response time. */
    public void sample(Duration time) {
        long nanos = time.toNanos();
        if (smoothedNanos == UNKNOWN) {
            smoothedNanos = nanos;
            deviationNanos = nanos / 2;
        } else {
            deviationNanos += (Math.abs(smoothedNanos - nanos) - deviationNanos) / 4;
            smoothedNanos += (nanos - smoothedNanos) / 8;
        }
    }

    public boolean isKnown() {
        return smoothedNanos != UNKNOWN;
    }

    /** The time to wait for an answer. */
    public Duration patience() {
        Duration usual = Duration.ofNanos(smoothedNanos + 4 * deviationNanos);
        return usual.compareTo(PATIENCE_LEAST) < 0 ? PATIENCE_LEAST : usual;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putLong(smoothedNanos);
        out.putLong(deviationNanos);
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        smoothedNanos = in.getLong();
        deviationNanos = in.getLong();
    }
}
