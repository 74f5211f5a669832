package dev.grapevine.sim.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.result.BestMetrics;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Sample;
import dev.grapevine.node.result.Spread;
import dev.grapevine.node.result.TargetTracker;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.StopRule;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.baseline.BaselineCurve;
import dev.grapevine.sim.baseline.BaselineRun;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.measure.TalkCounts;
import dev.grapevine.sim.measure.TimeBreakdown;
import dev.grapevine.sim.report.html.FaultSpan;
import dev.grapevine.sim.report.html.RunReport;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.world.LivenessOutcome;
import dev.grapevine.sim.world.Moment;
import dev.grapevine.sim.world.StepListener;
import dev.grapevine.sim.world.TrainingWorkload;
import dev.grapevine.sim.world.World;

/** One scenario from beginning to end, and what it leaves behind. */
public final class SimulationRun {

    private static final int BASELINE_PATIENCE = 4;

    private final Scenario scenario;
    private final RunSetup setup;
    private final List<Dataset> parts;
    private final Dataset all;
    private final List<String> notes;
    private final Dataset test;
    private final TargetTracker targets = new TargetTracker();
    private final List<Sample> samples = new ArrayList<>();
    private List<BaselineCurve> baselines = List.of();
    private final BestMetrics best;
    private Moment last;
    private StepListener listener = StepListener.NONE;
    private boolean endsCalm;
    private LivenessOutcome calm;
    private TalkCounts talks;
    private List<TimeBreakdown> times;
    private RunSummary summary;

    /** Loads the data. Takes a while. */
    public SimulationRun(Scenario scenario) {
        BaselineRun.check(scenario);
        this.scenario = scenario;
        RunOptions options = scenario.options();
        if (options.get(ControlOptions.EVALUATE).holdout()) {
            throw new UserMistakeException("evaluate is '" + options.text(ControlOptions.EVALUATE)
                    + "', but a simulation judges all nodes on the same rows: allowed is on=test");
        }
        this.setup = RunSetup.found(options);
        LoadedData data = options.get(TaskOptions.DATA).load(setup.schema());
        this.parts = Arrays.stream(setup.split(data, scenario.nodes())).map(data.train()::subset).toList();
        this.all = data.train();
        this.notes = data.notes();
        this.test = data.test();
        this.best = new BestMetrics(test.rows(), setup.network().outputs());
    }

    /** Sentences for users about what was found in the data, and could be otherwise. */
    public List<String> notes() {
        return notes;
    }

    /**
     * Adds a second act, which is not in the summary: nothing goes wrong any more, training rests, and replicas have to come
     * together, or a law is broken.
     */
    public SimulationRun thenCalm() {
        endsCalm = true;
        return this;
    }

    /** Sets the receiver of every step. */
    public void watchedBy(StepListener newListener) {
        listener = newListener;
    }

    /** Outcome of the second act, if there was one. */
    public Optional<LivenessOutcome> calm() {
        return Optional.ofNullable(calm);
    }

    /**
     * Runs the scenario.
     *
     * @param threads  for computing; changes nothing but the time it takes
     * @param folder   for series and model; empty for neither
     * @param progress is told of each evaluation
     */
    public RunSummary run(int threads, Optional<RunFolder> folder, Consumer<Moment> progress) {
        long startNanos = System.nanoTime();
        StopRule stop = setup.options().get(ControlOptions.STOP);
        RunPlan plan = setup.plan(setup.initialParameters(setup.network()),
                ProtocolParameters.DEFAULT.checkpointInterval());
        try (World world = new World(scenario, plan,
                new TrainingWorkload(setup, parts, test, threads, scenario.faults()),
                System::nanoTime)) {
            world.tell(listener);
            world.run(moment -> {
                last = moment;
                double accuracy = meanAccuracy(moment);
                best.add(moment.seconds(), served(moment));
                targets.observe(accuracy, moment.seconds(), meanSteps(moment), meanBytes(moment));
                for (Moment.NodeView node : moment.nodes()) {
                    Sample sample = sample(moment, node);
                    samples.add(sample);
                    folder.ifPresent(f -> f.add(sample));
                }
                progress.accept(moment);
                long leastRounds = moment.nodes().stream().mapToLong(Moment.NodeView::rounds).min().orElse(0);
                return !stop.holds(Duration.ofNanos((long) (moment.seconds() * 1e9)), leastRounds, accuracy);
            });
            summary = summary(world, (System.nanoTime() - startNanos) / 1e9);
            talks = world.statistics().talks().copy();
            times = world.statistics().times();
            if (endsCalm) {
                calm = world.calm();
            }
            folder.ifPresent(f -> {
                f.write(summary);
                world.averagedReplica().ifPresent(
                        parameters -> f.writeModel(setup.network().layout(), parameters, setup.metadata()));
            });
            return summary;
        }
    }

    /**
     * Runs the baselines that the scenario asks for, for as long as its run may take; if that has no end but an accuracy or
     * rounds, for at most {@value #BASELINE_PATIENCE} times as long as it took. Comes after
     * {@link #run} and before {@link #report}.
     *
     * @param threads  for computing; changes nothing but the time it takes
     * @param folder   for {@code baselines.csv}; empty for none
     * @param progress is told of each evaluation
     */
    public void compare(int threads, Optional<RunFolder> folder, Consumer<BaselineCurve> progress) {
        Duration longest = setup.options().get(ControlOptions.STOP).after()
                .orElse(Duration.ofNanos((long) (BASELINE_PATIENCE * last.seconds() * 1e9)));
        baselines = new BaselineRun(scenario, setup, parts, all, test).run(longest, threads, progress);
        if (!baselines.isEmpty()) {
            folder.ifPresent(f -> f.writeTable("baselines.csv", BaselineCurve.HEADER,
                    baselines.stream().flatMap(curve -> curve.toCsv().stream()).toList()));
        }
    }

    /** Everything that {@code baselines.csv} has; empty before {@link #compare}. */
    public List<BaselineCurve> baselines() {
        return List.copyOf(baselines);
    }

    /** Everything that {@code series.csv} has. */
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /**
     * The report of a finished run, for its page.
     *
     * @param provenance where the scenario comes from
     */
    public RunReport report(RunReport.Provenance provenance) {
        if (summary == null) {
            throw new IllegalStateException("The run is not over");
        }
        return new RunReport(summary, RunReport.Subject.of(setup), samples,
                FaultSpan.of(scenario.faults(), summary.seconds()), List.of(),
                baselines, Optional.of(talks), times,
                theory(), laws(), provenance);
    }

    private List<RunReport.TheoryPair> theory() {
        if (calm == null || Double.isNaN(calm.measuredContraction())) {
            return List.of();
        }
        String sentence = String.format(Locale.ROOT, "In the %.1f calm seconds after the run, when nothing went wrong "
                + "and training rested, %d exchanges took the consensus distance from %.4f to %.4f. Expected is one "
                + "less the second largest eigenvalue of the expected mixing matrix (Boyd et al. 2006); exchanges at the "
                + "same time, which take smaller steps, and compression remove less.", calm.seconds(), calm.exchanges(),
                calm.distanceBefore(), calm.distanceAfter());
        return List.of(new RunReport.TheoryPair("share of the sum of squared distances that one exchange removes",
                1 - calm.expectedContraction(), 1 - calm.measuredContraction(), sentence));
    }

    private List<String> laws() {
        return Stream.concat(Laws.WATCHED.stream(), Stream.of(Laws.CALM).filter(law -> calm != null)).toList();
    }

    private RunSummary summary(World world, double wallSeconds) {
        List<Moment.NodeView> judged = judged(last);
        double maxBytes = last.nodes().stream().mapToLong(Moment.NodeView::bytesSent).max().orElse(0);
        double rounds = last.nodes().stream().mapToLong(Moment.NodeView::rounds).average().orElse(0);
        RunSummary.Quality quality = new RunSummary.Quality(
                Spread.of(judged.stream().map(node -> node.served().accuracy()).toList()),
                Spread.of(judged.stream().map(node -> node.served().loss()).toList()),
                world.averagedReplica().map(world::evaluate).map(Metrics::accuracy).orElse(null),
                last.consensusDistance());
        RunSummary.Gossip gossip = new RunSummary.Gossip(world.exchanges(), world.statistics().failedExchanges(),
                world.statistics().limits().total(),
                new RunSummary.BytesSent(meanBytes(last), maxBytes));
        return RunSummary.of(
                new RunSummary.Subject(scenario.name(), setup.options().get(ControlOptions.SEED),
                        GrapevineVersion.text(),
                        "sim", scenario.nodes()),
                new RunSummary.Lasted(last.seconds(), wallSeconds), quality,
                new RunSummary.Training(meanSteps(last), rounds, world.statistics().suspectRounds(),
                        world.statistics().clampedValues()),
                gossip,
                targets.reached()).withFaults(world.faults().injected()).withTraceHash(world.traceHash())
                .withFall(best.fall()).withStops(world.stops()).withExpectations(scenario.expect());
    }

    private static Sample sample(Moment moment, Moment.NodeView node) {
        double accuracy = node.served() != null ? node.served().accuracy() : Double.NaN;
        double loss = node.served() != null ? node.served().loss() : Double.NaN;
        return new Sample(moment.seconds(), node.number(), node.rounds(), node.steps(), accuracy, loss,
                node.bytesSent(), node.bytesReceived(), node.distance(), node.peers());
    }

    private static Map<Integer, Metrics> served(Moment moment) {
        return judged(moment).stream().collect(Collectors.toMap(Moment.NodeView::number, Moment.NodeView::served));
    }

    private static List<Moment.NodeView> judged(Moment moment) {
        return moment.nodes().stream().filter(node -> node.served() != null).toList();
    }

    /** Mean accuracy over the nodes that are judged. */
    public static double meanAccuracy(Moment moment) {
        return judged(moment).stream().mapToDouble(node -> node.served().accuracy()).average().orElse(Double.NaN);
    }

    /** Mean bytes sent over all nodes. */
    public static double meanBytes(Moment moment) {
        return moment.nodes().stream().mapToLong(Moment.NodeView::bytesSent).average().orElse(0);
    }

    private static double meanSteps(Moment moment) {
        return moment.nodes().stream().mapToLong(Moment.NodeView::steps).average().orElse(0);
    }
}
