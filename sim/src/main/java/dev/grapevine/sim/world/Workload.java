package dev.grapevine.sim.world;

import java.util.Map;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.node.replica.training.Evaluator.Metrics;

/** The training of the nodes of a world, and the evaluation of their models. */
public interface Workload extends AutoCloseable {

    /** The solver of a node that starts anew. */
    LocalSolver solver(int node, RandomStream random);

    /** The node's own plan, where plans depend on the node's data. */
    default RunPlan plan(int node, RunPlan plan) {
        return plan;
    }

    /**
     * Sets a node's own options, from its next round on; must be called before its plan is asked for.
     *
     * @param options all options of its own, by name
     */
    default void options(int node, Map<String, String> options) {}

    /** The number of rows that parameters are evaluated on; 0 if nothing is learned. */
    int evaluationRows();

    /** Begins to evaluate parameters; they must not change before the answer. */
    Supplier<Metrics> evaluate(float[] parameters);

    @Override
    default void close() {}

    /** The local solver of one node, from boot to crash. */
    interface LocalSolver {

        /** Floating-point operations of this many local steps. */
        double operations(int steps);

        /** Begins a round; the answer waits until it is computed. At most one round at a time. */
        Supplier<RoundResult> begin(Effect.StartRound round);

        /**
         * Saves the state that must outlive a crash; the supplier makes solvers that go on from it. Never called while
         * a round is computed.
         */
        Supplier<LocalSolver> save();
    }
}
