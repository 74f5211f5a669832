package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.wire.BoundedInput;

/**
 * How long the peer of an exchange has said nothing new, and what follows from that: soon, as answers go, to ask what became
 * of the last words; after the waits of the protocol's parameters, to count one more attempt.
 *
 * <p>On the way it measures how long answers take. A pure machine; not for several threads at once.
 */
final class Silence {

    /** The number under which the offer is asked; blocks have their own. */
    static final int OFFER = -1;
    /** When to look first where nothing is known of how long answers take. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(250);

    /** What to do now. */
    enum Step {
        /** Nothing. */
        WAIT,
        /** Ask for what is late. */
        ASK,
        /** The wait is over: one more attempt. */
        RETRY
    }

    /** When something was asked, as long as nothing more was said about it. */
    private final Map<Integer, Duration> askedAt = new TreeMap<>();
    private int attempt = 1;
    private Duration lastHeard = Duration.ZERO;
    private Duration nextQuery = Duration.ZERO;

    /** The attempt that is under way, from 1. */
    int attempt() {
        return attempt;
    }

    /** Something new came from the peer, or the silence is this node's own. */
    void ended(ConversationContext context) {
        attempt = 1;
        lastHeard = context.now();
        nextQuery = context.roundTrip().isKnown() ? context.roundTrip().patience() : context.patience(1);
    }

    /** Something was asked for the first time. */
    void asked(int what, ConversationContext context) {
        askedAt.put(what, context.now());
    }

    /** It was asked again: nobody will know which time was answered. */
    void askedAgain(int what) {
        askedAt.remove(what);
    }

    /** All that is not answered was asked again. */
    void allAskedAgain() {
        askedAt.clear();
    }

    /** It was answered. */
    void answered(int what, ConversationContext context) {
        Duration since = askedAt.remove(what);
        if (since != null) {
            context.roundTrip().took(context.now().minus(since));
        }
    }

    /** When to look for the first time. */
    Duration firstLook(ConversationContext context) {
        return shorter(context.patience(attempt), context.roundTrip().isKnown() ? nextQuery : FIRST_LOOK);
    }

    /**
     * Looks how long it has been.
     *
     * @param awaitsAnswer whether there is something to ask for
     */
    Step look(boolean awaitsAnswer, ConversationContext context) {
        Duration silence = context.now().minus(lastHeard);
        if (silence.compareTo(context.patience(attempt)) >= 0) {
            attempt++;
            lastHeard = context.now();
            return Step.RETRY;
        }
        if (awaitsAnswer && context.roundTrip().isKnown() && silence.compareTo(nextQuery) >= 0) {
            nextQuery = nextQuery.multipliedBy(2);
            return Step.ASK;
        }
        return Step.WAIT;
    }

    /** When to look again after {@link Step#WAIT} or {@link Step#ASK}. */
    Duration nextLook(boolean awaitsAnswer, ConversationContext context) {
        Duration silence = context.now().minus(lastHeard);
        Duration left = context.patience(attempt).minus(silence);
        Duration untilQuery = nextQuery.minus(silence);
        return awaitsAnswer && context.roundTrip().isKnown() && untilQuery.isPositive()
                ? shorter(left, untilQuery)
                : left;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    void save(Output out) {
        out.writeVarInt(attempt, true);
        out.writeLong(lastHeard.toNanos());
        out.writeLong(nextQuery.toNanos());
        out.writeVarInt(askedAt.size(), true);
        askedAt.forEach((what, time) -> {
            out.writeVarInt(what, false);
            out.writeLong(time.toNanos());
        });
    }

    static Silence restore(Input in) {
        Silence silence = new Silence();
        silence.attempt = in.readVarInt(true);
        silence.lastHeard = Duration.ofNanos(in.readLong());
        silence.nextQuery = Duration.ofNanos(in.readLong());
        for (int left = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of questions"); left > 0; left--) {
            silence.askedAt.put(in.readVarInt(false), Duration.ofNanos(in.readLong()));
        }
        return silence;
    }
}
