package dev.grapevine.gossip.event;

import java.util.Optional;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.ClassShares;

/**
 * A charter, worked out for the node that follows it.
 *
 * @param charter           what the run agreed on
 * @param parameters        the protocol's knobs, those of the charter among them
 * @param strategy          how replicas come to agree, by its name
 * @param compression       what the strategy compresses with: the name of a delta codec or of a compressor
 * @param mergeRule         name of the merge rule
 * @param initialParameters what every replica of the run starts from; copied by the protocol
 * @param classShares       what the node tells its peers of its rows; empty if nothing
 */
public record RunPlan(Charter charter, ProtocolParameters parameters, String strategy, String compression,
        String mergeRule, float[] initialParameters, Optional<ClassShares> classShares) {

    /** A plan by which the node tells nothing of its rows. */
    public RunPlan(Charter charter, ProtocolParameters parameters, String strategy, String compression,
            String mergeRule, float[] initialParameters) {
        this(charter, parameters, strategy, compression, mergeRule, initialParameters, Optional.empty());
    }

    /** How replicas are cut. */
    public Blocks blocks() {
        return new Blocks(initialParameters.length, parameters.blockSize());
    }

    /** The same by other words: a charter that means this plan as well. */
    public RunPlan withCharter(Charter other) {
        return new RunPlan(other, parameters, strategy, compression, mergeRule, initialParameters, classShares);
    }

    /** The same for a node that tells this of its rows. */
    public RunPlan withClassShares(Optional<ClassShares> told) {
        return new RunPlan(charter, parameters, strategy, compression, mergeRule, initialParameters, told);
    }
}
