package dev.grapevine.gossip.strategy;

import java.util.Optional;

import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.gossip.parameters.ProtocolParameters;

/**
 * A strategy with its compression, as the plan of a run has it. It is made where names come in, by
 * {@link StrategyRoom#with}. Immutable. Thread-safe.
 */
public interface ChosenStrategy {

    StrategyRoom room();

    /** The name of the compression, as it was given. */
    String compression();

    /** The name of the strategy. */
    default String name() {
        return room().name();
    }

    /**
     * The guaranteed contraction of disagreement while nobody trains.
     *
     * @param blocks         of a replica
     * @param neighboursMost the most neighbours of any node
     * @return empty if theory gives no guarantee
     */
    Optional<Promise> promise(Blocks blocks, ProtocolParameters parameters, int neighboursMost);

    /** Creates a node's part in it. */
    Strategy begin(StrategyContext context);
}
