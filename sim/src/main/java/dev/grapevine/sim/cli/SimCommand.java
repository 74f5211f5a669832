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
import dev.grapevine.sim.replay.Replay;
import dev.grapevine.sim.replay.ReplayHistory;
import dev.grapevine.sim.replay.ReplayReport;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.world.Calm;
import dev.grapevine.sim.report.html.HtmlReport;
import dev.grapevine.sim.report.html.RunReport;
import dev.grapevine.sim.world.Moment;

/** {@code grapevine sim}: a scenario in virtual time. */
@Command(name = "sim", sortOptions = false, description = "Runs a scenario in virtual time: the same protocol and learning, no sockets.", footer = {
        "", "Example: ./grapevine sim sim/scenarios/healing.yaml --seed 7 --out runs/healing"})
public final class SimCommand implements Callable<Integer> {

    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "the scenario, in YAML")
    private Path file;

    @Option(names = "--replay", paramLabel = "FILE", description = "instead of a scenario: what 'node --record FILE' wrote, event by event")
    private Path journal;

    @Option(names = "--last", paramLabel = "N", description = "with --replay: how many of the last events to tell. Default: 0")
    private int last;

    @Option(names = "--seed", paramLabel = "N", description = "everything random comes from it")
    private String seed;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "another value for a run option, or nodes=N")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "where report.html, summary.json, series.csv and the model go")
    private Path out;

    @Option(names = "--check", description = "fail when an expectation in the file does not hold, or when replicas do not come together once all is well")
    private boolean check;

    @Option(names = "--threads", paramLabel = "N", description = "threads to compute with; the result is the same. Default: all cores")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() {
        if (journal != null) {
            return replay();
        }
        if (file == null) {
            throw new UserMistakeException(
                    "There is nothing to run: allowed is the FILE of a scenario or --replay FILE");
        }
        return simulate();
    }

    private int replay() {
        if (file != null) {
            throw new UserMistakeException(
                    "--replay takes the place of the scenario " + file + ": allowed is one of them");
        }
        if (last < 0) {
            throw new UserMistakeException("--last is " + last + ": allowed are 0 and more");
        }
        ReplayHistory history = new ReplayHistory(last);
        Replay.Outcome outcome = Replay.of(journal, history);
        ReplayReport.of(history, outcome).forEach(spec.commandLine().getOut()::println);
        if (outcome.difference().isPresent()) {
            return EXIT_FAILED;
        }
        if (outcome.damaged()) {
            throw new UserMistakeException(journal + " is damaged: only what is before the damage was replayed");
        }
        return EXIT_DONE;
    }

    private int simulate() {
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
            live.say("To see it again: " + String.join(" ", again(scenario)));
            return EXIT_FAILED;
        }
    }

    /** What to type to see the same run again. */
    private List<String> again(Scenario scenario) {
        List<String> words = new ArrayList<>(List.of("./grapevine", "sim", file.toString(), "--seed",
                String.valueOf(scenario.options().get(RunOptions.SEED))));
        changes.forEach(change -> words.addAll(List.of("--set", change)));
        return words;
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
            folder.ifPresent(f -> HtmlReport.write(f.path().resolve(RunFolder.REPORT), run.report(
                    RunReport.Provenance.of(Optional.of(file), again(scenario)))));
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
            lines.add("Written to " + out + "; the report is " + out.resolve(RunFolder.REPORT));
        }
        return lines;
    }
}
