package dev.grapevine.gossip.parameters;

import java.util.Optional;

import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.pace.TokenBucket;
import dev.grapevine.gossip.peers.Overlay;
import dev.grapevine.gossip.peers.Overlays;

/**
 * With whom a node gossips, and how much.
 *
 * @param overlay           how it chooses peers
 * @param bytesPerSecondMax what a node sends at most, every byte on the wire counted; or {@link #UNLIMITED}
 * @param tokens            how many exchanges it starts and when; empty: after each round {@code fanout}
 * @param staleness         what it makes of peers that have trained more or fewer rounds
 * @param ahead             local steps that it trains at most since its last exchange, before it waits for the next, and two
 *                          rounds if that is more; {@link #AUTO} lets a controller choose 16 to 1024
 */
public record FlowParameters(Overlay overlay, long bytesPerSecondMax, Optional<TokenAccount.Strategy> tokens,
        Staleness staleness, int ahead) {

    /** {@link #bytesPerSecondMax} of a node that may send whatever it wants. */
    public static final long UNLIMITED = 0;

    /** {@link #ahead} where a controller chooses. */
    public static final int AUTO = 0;
    public static final int AHEAD_MAX = 1_000_000_000;

    public static final FlowParameters DEFAULT = new FlowParameters(Overlays.byName(Overlays.DEFAULT), UNLIMITED,
            Optional.empty(), new Staleness(Staleness.IGNORED), AUTO);

    /**
     * @throws IllegalArgumentException for what is not allowed
     */
    public FlowParameters {
        if (ahead < AUTO || ahead > AHEAD_MAX) {
            throw new IllegalArgumentException("ahead is " + ahead + ": allowed are auto or 1 to " + AHEAD_MAX);
        }
        if (bytesPerSecondMax < 0 || bytesPerSecondMax > TokenBucket.BYTES_PER_SECOND_MAX) {
            throw new IllegalArgumentException("bytesPerSecondMax is " + bytesPerSecondMax
                    + ": allowed are 1 to " + TokenBucket.BYTES_PER_SECOND_MAX + ", and 0 for no limit");
        }
    }

    /** The same with another overlay. */
    public FlowParameters withOverlay(Overlay newOverlay) {
        return new FlowParameters(newOverlay, bytesPerSecondMax, tokens, staleness, ahead);
    }

    /** The same with another limit. */
    public FlowParameters withBytesPerSecondMax(long newBytesPerSecondMax) {
        return new FlowParameters(overlay, newBytesPerSecondMax, tokens, staleness, ahead);
    }

    /** The same with a token account; empty for exchanges after each round. */
    public FlowParameters withTokens(Optional<TokenAccount.Strategy> strategy) {
        return new FlowParameters(overlay, bytesPerSecondMax, strategy, staleness, ahead);
    }

    /** The same with other tolerance. */
    public FlowParameters withStaleness(Staleness newStaleness) {
        return new FlowParameters(overlay, bytesPerSecondMax, tokens, newStaleness, ahead);
    }

    /** The same with another lead of training over exchanges. */
    public FlowParameters withAhead(int steps) {
        return new FlowParameters(overlay, bytesPerSecondMax, tokens, staleness, steps);
    }
}
