package dev.grapevine.sim.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.grapevine.node.cli.LiveText;
import dev.grapevine.node.cli.ProgressBar;
import dev.grapevine.node.cli.RunOptionFlags;
import dev.grapevine.node.experiment.Expectation;
import dev.grapevine.node.experiment.Quantities;
import dev.grapevine.node.experiment.RunFolder;
import dev.grapevine.node.experiment.RunOptions;
import dev.grapevine.node.experiment.RunSummary;
import dev.grapevine.node.experiment.Scenario;
import dev.grapevine.node.experiment.ScenarioFile;
import dev.grapevine.node.experiment.StopRule;
import dev.grapevine.node.experiment.TargetTracker;
import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.world.Calm;
import dev.grapevine.sim.world.Moment;

/** {@code grapevine sim}: a scenario in virtual time. */
@Command(name = "sim", sortOptions = false, description = "Runs a scenario in virtual time: the same protocol and learning, no sockets.", footer = {
        "", "Example: ./grapevine sim sim/scenarios/healing.yaml --seed 7 --out runs/healing"})
public final class SimCommand implements Callable<Integer> {

    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "the scenario, in YAML")
    private Path file;

    @Option(names = "--seed", paramLabel = "N", description = "everything random comes from it")
    private String seed;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "another value for a run option, or nodes=N")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "where summary.json, series.csv and the model go")
    private Path out;

    @Option(names = "--check", description = "fail when an expectation in the file does not hold, or when replicas do not come together once all is well")
    private boolean check;

    @Option(names = "--threads", paramLabel = "N", description = "threads to compute with; the result is the same. Default: all cores")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() {
        Map<String, String> settings = new LinkedHashMap<>(RunOptionFlags.pairs(changes));
        if (seed != null) {
            settings.put("seed", seed);
        }
        Scenario scenario = ScenarioFile.read(file, System.getenv(), settings);
        if (scenario.options().get(RunOptions.STOP).isEndless()) {
            throw new UserMistakeException(
                    file + " does not say when the run is over: 'stop: {after: 600s}' for example");
        }
        if (threads < 1) {
            throw new UserMistakeException("--threads is " + threads + ": allowed are 1 and more");
        }
        LiveText live = LiveText.on(spec.commandLine().getOut(), Duration.ofSeconds(5));
        live.say(scenario.name() + ": " + scenario.nodes() + " nodes, seed "
                + scenario.options().get(RunOptions.SEED));
        try {
            RunSummary summary = run(scenario, live);
            live.finish(describe(summary));
            return !check || summary.isAsExpected() ? EXIT_DONE : EXIT_FAILED;
        } catch (LawBrokenException e) {
            live.say(e.getMessage());
            live.say("To see it again: ./grapevine sim " + file + " --seed "
                    + scenario.options().get(RunOptions.SEED)
                    + String.join("", changes.stream().map(change -> " --set " + change).toList()));
            return EXIT_FAILED;
        }
    }

    private RunSummary run(Scenario scenario, LiveText live) {
        SimulationRun run = new SimulationRun(scenario);
        if (check) {
            run.thenCalm();
        }
        long startNanos = System.nanoTime();
        StopRule stop = scenario.options().get(RunOptions.STOP);
        Optional<RunFolder> folder = Optional.ofNullable(out).map(RunFolder::create);
        try {
            RunSummary summary = run.run(threads, folder,
                    moment -> live.show(List.of(progress(moment, stop, startNanos))));
            run.calm().ifPresent(calm -> live.say(describe(calm)));
            return summary;
        } finally {
            folder.ifPresent(RunFolder::close);
        }
    }

    private static String progress(Moment moment, StopRule stop, long startNanos) {
        double accuracy = SimulationRun.meanAccuracy(moment);
        double byTime = stop.after().map(after -> moment.seconds() * 1e9 / after.toNanos()).orElse(0.0);
        double byAccuracy = stop.accuracy().isPresent() ? accuracy / stop.accuracy().getAsDouble() : 0;
        Duration wall = Duration.ofNanos(System.nanoTime() - startNanos);
        return String.format(Locale.ROOT, "%s  virtual %s, wall %s  accuracy %.4f  distance %.4f  sent %s a node",
                ProgressBar.of(Math.max(byTime, byAccuracy)),
                Quantities.show(Duration.ofNanos((long) (moment.seconds() * 1e9))), Quantities.show(wall), accuracy,
                moment.consensusDistance(), Quantities.showBytes(SimulationRun.meanBytes(moment)));
    }

    private static String describe(Calm calm) {
        return String.format(Locale.ROOT,
                "Then %.1f calm seconds: distance %.4f -> %.4f in %d exchanges; each left %.5f of the squares, %.5f by theory",
                calm.seconds(), calm.distanceBefore(), calm.distanceAfter(), calm.exchanges(),
                calm.measuredContraction(), calm.expectedContraction());
    }

    private List<String> describe(RunSummary summary) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT,
                "After %.1f virtual seconds (%.1f s wall): accuracy %.4f (%.4f to %.4f), consensus distance %.4f",
                summary.seconds(), summary.wallSeconds(), summary.accuracy().mean(), summary.accuracy().min(),
                summary.accuracy().max(), summary.consensusDistance()));
        lines.add(String.format(Locale.ROOT, "%d exchanges, %d given up; %.0f steps and %s sent a node",
                summary.exchanges(), summary.failedExchanges(), summary.stepsPerNode(),
                Quantities.showBytes(summary.bytesSentPerNode().mean())));
        for (TargetTracker.Target target : summary.targets()) {
            lines.add(String.format(Locale.ROOT, "  accuracy %.2f after %.1f s, %.0f steps and %s a node",
                    target.accuracy(), target.seconds(), target.stepsPerNode(),
                    Quantities.showBytes(target.bytesSentPerNode())));
        }
        for (Expectation.Outcome outcome : summary.expectations()) {
            lines.add((outcome.holds() ? "  holds: " : "  does not hold: ") + outcome.name() + " (it is "
                    + outcome.value() + ")");
        }
        lines.add("traceHash " + summary.traceHash());
        if (out != null) {
            lines.add("Written to " + out);
        }
        return lines;
    }
}
