package dev.grapevine.gossip.parameters;

import java.util.Optional;

import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.pace.TokenBucket;
import dev.grapevine.gossip.peers.Overlay;
import dev.grapevine.gossip.peers.Overlays;

/**
 * Choice of peers, and limits on the traffic with them.
 *
 * @param overlay           how a node chooses peers
 * @param bytesPerSecondMax maximum sending rate, every byte on the wire counted; or {@link #UNLIMITED}
 * @param tokens            when and how many exchanges a node starts; empty: {@code fanout} after each round
 * @param staleness         how exchanges count with peers that have trained more or fewer rounds
 * @param ahead             maximum local steps since the last exchange before training waits for the next; at least two
 *                          rounds; {@link #AUTO} lets a controller choose 16 to 1024
 */
public record FlowParameters(Overlay overlay, long bytesPerSecondMax, Optional<TokenAccount.Strategy> tokens,
        Staleness staleness, int ahead) {

    /** {@link #bytesPerSecondMax} without a limit. */
    public static final long UNLIMITED = 0;

    /** {@link #ahead} chosen by a controller. */
    public static final int AUTO = 0;
    public static final int AHEAD_MAX = 1_000_000_000;

    public static final FlowParameters DEFAULT = new FlowParameters(Overlays.byName(Overlays.DEFAULT), UNLIMITED,
            Optional.empty(), new Staleness(Staleness.IGNORED), AUTO);

    /** @throws IllegalArgumentException if a value is not allowed */
    public FlowParameters {
        if (ahead < AUTO || ahead > AHEAD_MAX) {
            throw new IllegalArgumentException("ahead is " + ahead + ": allowed are auto or 1 to " + AHEAD_MAX);
        }
        if (bytesPerSecondMax < 0 || bytesPerSecondMax > TokenBucket.BYTES_PER_SECOND_MAX) {
            throw new IllegalArgumentException("bytesPerSecondMax is " + bytesPerSecondMax
                    + ": allowed are 1 to " + TokenBucket.BYTES_PER_SECOND_MAX + ", and 0 for no limit");
        }
    }

    /** Copy with another overlay. */
    public FlowParameters withOverlay(Overlay newOverlay) {
        return new FlowParameters(newOverlay, bytesPerSecondMax, tokens, staleness, ahead);
    }

    /** Copy with another limit. */
    public FlowParameters withBytesPerSecondMax(long newBytesPerSecondMax) {
        return new FlowParameters(overlay, newBytesPerSecondMax, tokens, staleness, ahead);
    }

    /** Copy with a token account; empty for exchanges after each round. */
    public FlowParameters withTokens(Optional<TokenAccount.Strategy> strategy) {
        return new FlowParameters(overlay, bytesPerSecondMax, strategy, staleness, ahead);
    }

    /** Copy with another tolerance of staleness. */
    public FlowParameters withStaleness(Staleness newStaleness) {
        return new FlowParameters(overlay, bytesPerSecondMax, tokens, newStaleness, ahead);
    }

    /** Copy with another lead of training over exchanges. */
    public FlowParameters withAhead(int steps) {
        return new FlowParameters(overlay, bytesPerSecondMax, tokens, staleness, steps);
    }
}
