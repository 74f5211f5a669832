package dev.grapevine.sim.baseline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.compute.RoundPool;
import dev.grapevine.sim.scenario.Scenario;

/** What baselines of tiny scenarios are made from. */
final class TinySetting implements AutoCloseable {

    static final long SECOND = 1_000_000_000L;

    private final RoundPool pool;
    private final BaselineSetting setting;

    private TinySetting(Scenario scenario, int threads) {
        RunSetup setup = RunSetup.found(scenario.options());
        LoadedData data = scenario.options().get(TaskOptions.DATA).load(setup.schema());
        List<Dataset> parts = Arrays.stream(setup.split(data, scenario.nodes())).map(data.train()::subset).toList();
        this.pool = new RoundPool(threads, setup::network);
        this.setting = new BaselineSetting(scenario, setup, parts, data.train(), pool,
                new Reachability(scenario, 10_000 * SECOND), setup.network().operationsPerRow());
    }

    static TinySetting read(Path folder, String lines) {
        return new TinySetting(TinyScenario.read(folder, lines), 2);
    }

    BaselineSetting setting() {
        return setting;
    }

    /** Bytes of the model as float32. */
    long modelBytes() {
        return (long) Float.BYTES * setting.initialParameters().length;
    }

    /** Lets virtual time pass until there were so many updates, a millisecond at a time. */
    static <T extends Baseline> T afterUpdates(T baseline, long updates) {
        for (long nanos = 0; baseline.cost().updates() < updates; nanos += SECOND / 1000) {
            if (nanos > 10_000 * SECOND) {
                throw new IllegalStateException("Only " + baseline.cost().updates() + " updates");
            }
            baseline.advanceTo(nanos);
        }
        return baseline;
    }

    /** The greatest difference between two models. */
    static double distance(float[] first, float[] second) {
        double greatest = 0;
        for (int i = 0; i < first.length; i++) {
            greatest = Math.max(greatest, Math.abs((double) first[i] - second[i]));
        }
        return greatest;
    }

    @Override
    public void close() {
        pool.close();
    }
}
