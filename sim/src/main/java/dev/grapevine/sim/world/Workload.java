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

    /** The solver of a node without a past. */
    LocalSolver solver(int node, RandomStream random);

    /** The plan that a node follows, if it differs by what the node learns from. */
    default RunPlan plan(int node, RunPlan plan) {
        return plan;
    }

    /**
     * A node learns with other options than the rest from its next round on; its plan is only asked for afterwards.
     *
     * @param options by name: all that it has of its own
     */
    default void options(int node, Map<String, String> options) {}

    /** Begins to evaluate parameters, which are not changed before the answer. */
    Supplier<Metrics> evaluate(float[] parameters);

    @Override
    default void close() {}

    /** The local solver of one node, from boot to crash. */
    interface LocalSolver {

        /** Floating-point operations of this many local steps. */
        double operations(int steps);

        /** Begins a round; the answer waits until it is computed. At most one round at a time. */
        Supplier<RoundResult> begin(Effect.StartRound round);

        /** Keeps the state that must outlive a crash; the supplier makes solvers that go on from it. Not while a round is computed. */
        Supplier<LocalSolver> save();
    }
}
