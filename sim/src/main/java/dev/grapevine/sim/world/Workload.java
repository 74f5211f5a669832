package dev.grapevine.sim.world;

import java.util.Map;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.node.replica.training.Evaluator.Judgement;

/** What the nodes of a world learn, and how good it is. */
public interface Workload extends AutoCloseable {

    /** What a node without a past learns with. */
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

    /** Begins to judge parameters, which are not changed before the answer. */
    Supplier<Judgement> evaluate(float[] parameters);

    @Override
    default void close() {}

    /** What one node learns with, from boot to crash. */
    interface LocalSolver {

        /** Floating-point operations of so many local steps. */
        double operations(int steps);

        /** Begins a round; the answer waits until it is computed. At most one round at a time. */
        Supplier<RoundResult> begin(Effect.StartRound round);

        /** Keeps what has to outlive a crash; gives learners that go on from here. Not while a round is computed. */
        Supplier<LocalSolver> save();
    }
}
