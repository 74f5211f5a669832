package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;

/**
 * The time to wait for answers and the amount to request at once, which follow from the parameters, from the measured
 * response times, and from the limit on what the node sends. A pure machine; not for several threads at once.
 */
public final class Patience {

    private final ProtocolParameters parameters;
    private final RoundTrip roundTrip;
    private final Optional<Pacer> pacer;
    private final Supplier<Duration> others;
    private final Measured measured;

    /** Is told that a peer's response time was measured. */
    @FunctionalInterface
    interface Measured {

        /** @param first whether nothing was known of the peer before */
        void measured(Patience peer, boolean first);
    }

    /** @param pacer empty if nothing limits what the node sends */
    public Patience(ProtocolParameters parameters, RoundTrip roundTrip, Optional<Pacer> pacer) {
        this(parameters, roundTrip, pacer, () -> Duration.ZERO, (peer, first) -> {});
    }

    /** @param others how long to wait for the first answer of a peer, by the answers of other peers */
    Patience(ProtocolParameters parameters, RoundTrip roundTrip, Optional<Pacer> pacer, Supplier<Duration> others,
            Measured measured) {
        this.others = others;
        this.measured = measured;
        this.parameters = parameters;
        this.roundTrip = roundTrip;
        this.pacer = pacer;
    }

    /** Adds a measured response time. */
    public void sample(Duration time) {
        boolean first = !roundTrip.isKnown();
        roundTrip.sample(time);
        measured.measured(this, first);
    }

    /** The response time estimate: to be read. */
    public RoundTrip roundTrip() {
        return roundTrip;
    }

    /** Whether another block may be requested now: a node with a bandwidth limit has to wait at times. */
    public boolean mayRequest(Duration now) {
        return pacer.map(queue -> queue.mayRequest(now)).orElse(true);
    }

    /** Blocks that one exchange has in flight at once. */
    public int windowBlocks() {
        return pacer.map(queue -> windowBlocks(queue.timeForBlocks(1))).orElse(parameters.windowBlocks());
    }

    /**
     * The number of blocks that can be sent within the peer's retry time, and at least two to keep the link busy: one is
     * answered while the other travels.
     */
    private int windowBlocks(Duration block) {
        long blocks = parameters.retryAfter().dividedBy(block.plusNanos(1));
        int most = parameters.windowBlocks();
        return Math.clamp(blocks, Math.min(2, most), most);
    }

    /** The time to wait for an answer before attempt {@code attempt + 1}. */
    public Duration of(int attempt) {
        Duration delay = parameters.retryDelay(attempt);
        // The peer may be limited to the same rate, and may have as much to send first.
        Duration paced = pacer.map(queue -> delay.plus(
                queue.timeForBlocks(1 + parameters.openExchangesMax() * windowBlocks()))).orElse(delay);
        Duration usual = usualAnswer();
        return paced.compareTo(usual) > 0 ? paced : usual;
    }

    /** The usual response time, if it is known, up to {@code retryAfterMax}. */
    private Duration usualAnswer() {
        Duration usual = roundTrip.isKnown() ? roundTrip.patience() : others.get();
        Duration most = parameters.retryAfterMax();
        return usual.compareTo(most) < 0 ? usual : most;
    }
}
