package dev.grapevine.gossip.event;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.parameters.Strategies;

/**
 * A charter, worked out for the node that follows it.
 *
 * @param charter           what the run agreed on
 * @param parameters        the protocol's knobs, those of the charter among them
 * @param strategy          how replicas come to agree, by a name of {@link Strategies}
 * @param compression       what the strategy compresses with: the name of a delta codec or of a compressor
 * @param mergeRule         name of the merge rule
 * @param initialParameters what every replica of the run starts from; copied by the protocol
 */
public record RunPlan(Charter charter, ProtocolParameters parameters, String strategy, String compression,
        String mergeRule,
        float[] initialParameters) {}
