package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;

/**
 * How long to wait for answers, and how much to ask for at once: by the parameters, by how long answers take, and by how
 * much a node may send. A pure machine; not for several threads at once.
 */
public final class Patience {

    private final ProtocolParameters parameters;
    private final RoundTrip roundTrip;
    private final Optional<Pacer> pacer;
    private final Supplier<Duration> others;

    /** @param pacer empty if nothing limits what the node sends */
    public Patience(ProtocolParameters parameters, RoundTrip roundTrip, Optional<Pacer> pacer) {
        this(parameters, roundTrip, pacer, () -> Duration.ZERO);
    }

    /** @param others how long to wait for an answer of somebody that has not answered yet, as others' answers go */
    Patience(ProtocolParameters parameters, RoundTrip roundTrip, Optional<Pacer> pacer, Supplier<Duration> others) {
        this.others = others;
        this.parameters = parameters;
        this.roundTrip = roundTrip;
        this.pacer = pacer;
    }

    /** How long answers take. */
    public RoundTrip roundTrip() {
        return roundTrip;
    }

    /** Whether another block may be requested now: a node that may only send so much has to wait at times. */
    public boolean mayRequest(Duration now) {
        return pacer.map(queue -> queue.mayRequest(now)).orElse(true);
    }

    /** Blocks that one exchange has in flight at once. */
    public int windowBlocks() {
        return pacer.map(queue -> windowBlocks(queue.timeForBlocks(1))).orElse(parameters.windowBlocks());
    }

    /**
     * As many as can be sent within the peer's retry time, and at least two to keep the link busy: one is answered while
     * the other travels.
     */
    private int windowBlocks(Duration block) {
        long blocks = parameters.retryAfter().dividedBy(block.plusNanos(1));
        int most = parameters.windowBlocks();
        return Math.clamp(blocks, Math.min(2, most), most);
    }

    /** How long to wait for an answer before attempt {@code attempt + 1}. */
    public Duration of(int attempt) {
        Duration delay = parameters.retryDelay(attempt);
        // Others may send as slowly as this node, and have as much to send before.
        Duration paced = pacer.map(queue -> delay.plus(
                queue.timeForBlocks(1 + parameters.openExchangesMax() * windowBlocks()))).orElse(delay);
        Duration usual = usualAnswer();
        return paced.compareTo(usual) > 0 ? paced : usual;
    }

    /** How long answers take as a rule, where that is known and within bounds. */
    private Duration usualAnswer() {
        Duration usual = roundTrip.isKnown() ? roundTrip.patience() : others.get();
        Duration most = parameters.retryAfterMax();
        return usual.compareTo(most) < 0 ? usual : most;
    }
}
