package dev.grapevine.gossip.strategy.pairwise;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Patience;

/**
 * Measures the silence of an exchange's peer, and decides what follows: after the usual response time, to ask about the
 * last message; after the waits of the protocol's parameters, to count one more attempt.
 *
 * <p>It also samples response times. A pure machine; not for several threads at once.
 */
final class RetransmissionTimer {

    /** The number for the offer; blocks have their own. */
    static final int OFFER = -1;
    /** The first look, if no response time is known. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(250);

    /** The step to take now. */
    enum Step {
        /** Wait: nothing is due. */
        WAIT,
        /** Ask about missing answers. */
        ASK,
        /** The wait is over: one more attempt. */
        RETRY
    }

    /** The time at which each unanswered question was sent; without those that were sent again. */
    private final Map<Integer, Duration> askedAt = new TreeMap<>();
    private int attempt = 1;
    private Duration lastHeard = Duration.ZERO;
    private Duration nextQuery = Duration.ZERO;

    /** The present attempt, from 1. */
    int attempt() {
        return attempt;
    }

    /** The silence ends: something new came from the peer, or the silence is this node's own. */
    void ended(Duration now, Patience patience) {
        attempt = 1;
        lastHeard = now;
        nextQuery = patience.roundTrip().isKnown() ? patience.roundTrip().patience() : patience.of(1);
    }

    /** A question was sent for the first time. */
    void asked(int what, Duration now) {
        askedAt.put(what, now);
    }

    /** A question was sent again: nobody can tell which copy is answered. */
    void askedAgain(int what) {
        askedAt.remove(what);
    }

    /** All unanswered questions were sent again. */
    void allAskedAgain() {
        askedAt.clear();
    }

    /** A question was answered. */
    void answered(int what, Duration now, Patience patience) {
        Duration since = askedAt.remove(what);
        if (since != null) {
            patience.sample(now.minus(since));
        }
    }

    /** The delay until the first look. */
    Duration firstLook(Patience patience) {
        return shorter(patience.of(attempt), patience.roundTrip().isKnown() ? nextQuery : FIRST_LOOK);
    }

    /**
     * Decides what is due now.
     *
     * @param awaitsAnswer whether an answer is missing
     */
    Step look(boolean awaitsAnswer, Duration now, Patience patience) {
        Duration silence = now.minus(lastHeard);
        if (silence.compareTo(patience.of(attempt)) >= 0) {
            attempt++;
            lastHeard = now;
            return Step.RETRY;
        }
        if (awaitsAnswer && patience.roundTrip().isKnown() && silence.compareTo(nextQuery) >= 0) {
            nextQuery = nextQuery.multipliedBy(2);
            return Step.ASK;
        }
        return Step.WAIT;
    }

    /** The delay until the next look after {@link Step#WAIT} or {@link Step#ASK}. */
    Duration nextLook(boolean awaitsAnswer, Duration now, Patience patience) {
        Duration silence = now.minus(lastHeard);
        Duration left = patience.of(attempt).minus(silence);
        Duration untilQuery = nextQuery.minus(silence);
        return awaitsAnswer && patience.roundTrip().isKnown() && untilQuery.isPositive()
                ? shorter(left, untilQuery)
                : left;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(attempt);
        out.putLong(lastHeard.toNanos());
        out.putLong(nextQuery.toNanos());
        out.putCount(askedAt.size());
        askedAt.forEach((what, time) -> {
            out.putInt(what);
            out.putLong(time.toNanos());
        });
    }

    static RetransmissionTimer restore(StateReader in) {
        RetransmissionTimer timer = new RetransmissionTimer();
        timer.attempt = in.getCount(Integer.MAX_VALUE);
        timer.lastHeard = Duration.ofNanos(in.getLong());
        timer.nextQuery = Duration.ofNanos(in.getLong());
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            timer.askedAt.put(in.getInt(), Duration.ofNanos(in.getLong()));
        }
        return timer;
    }
}
