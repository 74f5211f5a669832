package dev.grapevine.sim.baseline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.compute.RoundPool;
import dev.grapevine.sim.scenario.Comparison.Method;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;

/** The runs of a scenario's baselines, evaluated as often and on the same rows as its nodes. */
public final class BaselineRun {

    private final Scenario scenario;
    private final RunSetup setup;
    private final List<Dataset> parts;
    private final Dataset all;
    private final Dataset test;

    /**
     * @param parts rows of each node
     * @param all   rows of all nodes together
     * @param test  rows for evaluation
     */
    public BaselineRun(Scenario scenario, RunSetup setup, List<Dataset> parts, Dataset all, Dataset test) {
        this.scenario = scenario;
        this.setup = setup;
        this.parts = List.copyOf(parts);
        this.all = all;
        this.test = test;
    }

    /** @throws UserMistakeException if nodes lie: baselines do not model a server's defences */
    public static void check(Scenario scenario) {
        if (!scenario.compare().methods().isEmpty()
                && scenario.faults().stream().anyMatch(Fault.Attack.class::isInstance)) {
            throw new UserMistakeException("compare is " + scenario.compare().methods()
                    + ", but faults has an attack: allowed are all other faults, or nothing to compare with");
        }
    }

    /**
     * Runs the baselines one after the other. Each ends at the given time or, if the scenario's run stops at an
     * accuracy, when it reaches that.
     *
     * @param longest  longest virtual time
     * @param threads  number of threads; changes nothing but the real time
     * @param progress receives each evaluation: the baseline's name and its points so far
     */
    public List<BaselineCurve> run(Duration longest, int threads, Consumer<BaselineCurve> progress) {
        try (RoundPool pool = new RoundPool(threads, setup::network)) {
            long operationsPerRow = setup.network().operationsPerRow();
            BaselineSetting setting = new BaselineSetting(scenario, setup, parts, all, pool,
                    new Reachability(scenario, longest.toNanos()), operationsPerRow);
            List<BaselineCurve> curves = new ArrayList<>();
            for (Method method : scenario.compare().methods()) {
                curves.add(curve(setting, method, longest, progress));
            }
            return curves;
        }
    }

    static Baseline create(Method method, BaselineSetting setting) {
        return switch (method) {
            case FEDAVG -> new FederatedAveraging(setting);
            case PARAMETER_SERVER -> new ParameterServer(setting);
            case ALLREDUCE -> new RingAllReduce(setting);
            case CENTRALISED -> new Centralised(setting);
        };
    }

    private BaselineCurve curve(BaselineSetting setting, Method method, Duration longest,
            Consumer<BaselineCurve> progress) {
        String name = method.toString();
        Baseline baseline = create(method, setting);
        long every = setup.options().get(ControlOptions.EVALUATE).every().toNanos();
        OptionalDouble enough = setup.options().get(ControlOptions.STOP).accuracy();
        List<BaselineCurve.Point> points = new ArrayList<>();
        Metrics metrics = null;
        long judgedUpdates = 0;
        for (long nanos = every; nanos <= longest.toNanos(); nanos += every) {
            baseline.advanceTo(nanos);
            if (metrics == null || baseline.cost().updates() > judgedUpdates) {
                metrics = setting.pool().start((double) test.rows() * setting.operationsPerRow(),
                        network -> Evaluator.evaluate(network, baseline.parameters(), test)).get();
                judgedUpdates = baseline.cost().updates();
            }
            points.add(
                    new BaselineCurve.Point(nanos / 1e9, baseline.cost().stepsPerNode(), baseline.cost().bytesPerNode(),
                            baseline.cost().serverBytes(), metrics.accuracy(), metrics.loss()));
            progress.accept(new BaselineCurve(name, points));
            if (enough.isPresent() && metrics.accuracy() >= enough.getAsDouble()) {
                break;
            }
        }
        return new BaselineCurve(name, points);
    }
}
