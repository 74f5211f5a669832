package dev.grapevine.testbed.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.sim.scenario.Devices;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Speed;
import dev.grapevine.sim.scenario.Weather;
import dev.grapevine.sim.world.TrainingWorkload;
import dev.grapevine.sim.world.World;

/**
 * The simulator with training: all of it real but time. Data are loaded once; a run may be repeated.
 */
final class LearningWorkload {

    private static final int JUDGED_NODES = 50;

    private final Scenario scenario;
    private final RunSetup setup;
    private final List<Dataset> parts;
    private final Dataset test;

    /** The outcome of a run. */
    record Outcome(long rounds, long exchanges, double accuracy, double heapBytesPerNode, int parameters) {}

    /**
     * @param options of the run, but for the time of its end
     * @param steps   local steps of a round
     * @param rounds  of each node, a second each; in the end some nodes are judged
     */
    LearningWorkload(int nodes, Map<String, String> options, int steps, int rounds) {
        Map<String, String> given = new LinkedHashMap<>(options);
        given.put("localSteps", String.valueOf(steps));
        given.put("evaluate", "every=" + (rounds + 1) + "s,nodes=" + JUDGED_NODES);
        RunOptions runOptions = RunOptions.of(given);
        this.setup = RunSetup.found(runOptions);
        double operations = (double) setup.network().operationsPerRow() * runOptions.get(TrainingOptions.BATCH) * steps;
        Devices devices = new Devices(operations / 1e9, new Speed.Constant(), Optional.empty(), 0);
        this.scenario = new Scenario("learning", runOptions, nodes, Weather.FAIR.withDevices(devices), List.of());
        LoadedData data = scenario.options().get(TaskOptions.DATA).load(setup.schema());
        this.parts = Arrays.stream(setup.split(data, nodes)).map(data.train()::subset).toList();
        this.test = data.test();
    }

    /** Runs until all nodes are judged for the first time. */
    Outcome run(int threads) {
        long heapBefore = heapBytes();
        float[] initial = setup.initialParameters(setup.network());
        RunPlan plan = setup.plan(initial, ProtocolParameters.DEFAULT.checkpointInterval());
        long[] rounds = new long[1];
        double[] accuracy = new double[1];
        try (World world = new World(scenario, plan, new TrainingWorkload(setup, parts, test, threads, List.of()))) {
            world.run(moment -> {
                moment.nodes().forEach(node -> rounds[0] += node.rounds());
                accuracy[0] = moment.nodes().stream().filter(node -> node.served() != null)
                        .mapToDouble(node -> node.served().accuracy()).average().orElse(Double.NaN);
                return false;
            });
            double heap = (heapBytes() - heapBefore) / (double) scenario.nodes();
            return new Outcome(rounds[0], world.exchanges(), accuracy[0], heap, initial.length);
        }
    }

    /** The bytes in use once all garbage is gone. */
    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
