package dev.grapevine.gossip.parameters;

import dev.grapevine.gossip.pace.TokenBucket;
import dev.grapevine.gossip.peers.Overlays;

/**
 * With whom a node gossips, and how much.
 *
 * @param overlay           how it chooses peers, by a name of {@link Overlays}
 * @param bytesPerSecondMax what a node sends at most, every byte on the wire counted; or {@link #UNLIMITED}
 */
public record FlowParameters(String overlay, long bytesPerSecondMax) {

    /** {@link #bytesPerSecondMax} of a node that may send whatever it wants. */
    public static final long UNLIMITED = 0;

    public static final FlowParameters DEFAULT = new FlowParameters(Overlays.DEFAULT, UNLIMITED);

    /**
     * @throws IllegalArgumentException for what is not allowed
     */
    public FlowParameters {
        Overlays.byName(overlay);
        if (bytesPerSecondMax < 0 || bytesPerSecondMax > TokenBucket.BYTES_PER_SECOND_MAX) {
            throw new IllegalArgumentException("bytesPerSecondMax is " + bytesPerSecondMax
                    + ": allowed are 1 to " + TokenBucket.BYTES_PER_SECOND_MAX + ", and 0 for no limit");
        }
    }
}
