package dev.grapevine.gossip.event;

import java.util.Optional;

import dev.grapevine.consensus.mixing.MixingRule;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.strategy.ChosenStrategy;

/**
 * A charter, resolved for the node that follows it.
 *
 * @param charter           the agreed terms
 * @param parameters        the protocol's parameters, those of the charter among them
 * @param strategy          the way in which replicas come to agree, with its compression
 * @param mergeRule         what two replicas do about their difference
 * @param initialParameters the parameters that every replica of the run starts from; copied by the protocol
 * @param classShares       shares of the classes among the node's rows, for its peers; empty for none
 */
public record RunPlan(Charter charter, ProtocolParameters parameters, ChosenStrategy strategy, MixingRule mergeRule,
        float[] initialParameters, Optional<ClassShares> classShares) {

    /** A plan without class shares. */
    public RunPlan(Charter charter, ProtocolParameters parameters, ChosenStrategy strategy,
            MixingRule mergeRule, float[] initialParameters) {
        this(charter, parameters, strategy, mergeRule, initialParameters, Optional.empty());
    }

    /** The division of replicas into blocks. */
    public Blocks blocks() {
        return new Blocks(initialParameters.length, parameters.blockSize());
    }

    /** The same plan under another charter with the same meaning. */
    public RunPlan withCharter(Charter other) {
        return new RunPlan(other, parameters, strategy, mergeRule, initialParameters, classShares);
    }

    /** The same plan with other class shares. */
    public RunPlan withClassShares(Optional<ClassShares> told) {
        return new RunPlan(charter, parameters, strategy, mergeRule, initialParameters, told);
    }
}
