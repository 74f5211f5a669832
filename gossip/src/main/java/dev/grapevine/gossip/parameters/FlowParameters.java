package dev.grapevine.gossip.parameters;

import dev.grapevine.gossip.peers.Overlays;

/**
 * With whom a node gossips, and how much.
 *
 * @param overlay how it chooses peers, by a name of {@link Overlays}
 */
public record FlowParameters(String overlay) {

    public static final FlowParameters DEFAULT = new FlowParameters(Overlays.DEFAULT);

    /**
     * @throws IllegalArgumentException for what is not allowed
     */
    public FlowParameters {
        Overlays.byName(overlay);
    }
}
