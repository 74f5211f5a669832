package dev.grapevine.sim.baseline;

import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.sim.compute.RoundPool;
import dev.grapevine.sim.scenario.Comparison.Method;
import dev.grapevine.sim.scenario.Scenario;

/**
 * The common setting of all baselines of a scenario.
 *
 * @param parts            the rows of each node
 * @param all              the rows of all nodes together
 * @param operationsPerRow floating-point operations to train on one row
 */
record BaselineSetting(Scenario scenario, RunSetup setup, List<Dataset> parts, Dataset all, RoundPool pool,
        Reachability reachability, long operationsPerRow) {

    int nodes() {
        return scenario.nodes();
    }

    /** Initial parameters of every run of the scenario, gossip included. */
    float[] initialParameters() {
        return setup.initialParameters(setup.network());
    }

    /** A baseline's own randomness, besides that of its nodes' rows. */
    RandomStream random(Method baseline) {
        return new RandomStream(setup.options().get(ControlOptions.SEED)).fork("baseline " + baseline);
    }

    /** The randomness of a node's rows: the same as in the run with gossip. */
    RandomStream nodeRandom(int node) {
        return setup.randomness("n" + node);
    }
}
