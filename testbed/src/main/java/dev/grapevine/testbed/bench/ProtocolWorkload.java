package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Weather;
import dev.grapevine.sim.world.AveragingWorkload;
import dev.grapevine.sim.world.World;

/**
 * The simulator with nothing to learn: replicas that begin at random points and come to agree, one exchange a node and
 * virtual second, laws checked.
 *
 * @param nodes      how many
 * @param rounds     of each node
 * @param parameters of each replica
 * @param strategy   by which the replicas come to agree
 */
record ProtocolWorkload(int nodes, int rounds, int parameters, ChosenStrategy strategy) {

    /** The operations of a step: at a gigaflop, a round of one step takes a second. */
    private static final double OPERATIONS_PER_STEP = 1e9;
    /** The time between two checkpoints of a node: sixty rounds. */
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(60);

    /** Exchanges that finished. */
    long run() {
        try (World world = new World(scenario(), plan(), new AveragingWorkload(OPERATIONS_PER_STEP, 1))) {
            world.run(moment -> false);
            return world.exchanges();
        }
    }

    private Scenario scenario() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("seed", "7");
        given.put("evaluate", "every=" + rounds + "s");
        return new Scenario("protocol only", RunOptions.of(given), nodes, Weather.FAIR, List.of());
    }

    private RunPlan plan() {
        ProtocolParameters parametersOfRun = ProtocolParameters.DEFAULT.withLocalSteps(1)
                .withCheckpointInterval(CHECKPOINT_INTERVAL);
        return new RunPlan(new Charter(List.of()), parametersOfRun, strategy, new Average(),
                new float[parameters]);
    }
}
