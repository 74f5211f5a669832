package dev.grapevine.sim.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.PeerNames;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.replay.Replay;
import dev.grapevine.sim.replay.ReplayHistory;
import dev.grapevine.sim.replay.ReplayReport;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;
import dev.grapevine.sim.trace.TraceDifference;

/** {@code grapevine sim}: a scenario in virtual time. */
@Command(name = "sim", sortOptions = false, description = "Runs a scenario in virtual time: the same protocol and learning, no sockets.", footer = {
        "", "Example: ./grapevine sim sim/scenarios/small.yaml --seed 7 --out runs/small"})
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

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "another value for a run option or any key of a scenario, such as nodes=8, network.loss=0.1, \"faults=[]\"")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "where report.html, summary.json, series.csv and the model go")
    private Path out;

    @Option(names = "--check", description = "fail when an expectation in the file does not hold, or when replicas do not come together once all is well")
    private boolean check;

    @Option(names = "--threads", paramLabel = "N", description = "threads to compute with; the result is the same. Default: all cores")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--seeds", paramLabel = "A..B", description = "run these seeds, several at once, and print a table with quantiles")
    private String seeds;

    @Option(names = "--trace", paramLabel = "FILE", description = "write every step of every node, a line each")
    private Path trace;

    @Option(names = "--diff", arity = "2", paramLabel = "TRACE", description = "without FILE: where two traces part")
    private List<Path> traces = List.of();

    @Option(names = "--explore", paramLabel = "N", description = "draw N scenarios from as many seeds, the first given by --seed, and look for broken laws; without FILE")
    private Integer explore;

    @Option(names = "--minimize", description = "shrink a scenario whose run fails to the least that fails so, and write it to --out")
    private boolean minimize;

    @Option(names = "--tries", paramLabel = "N", description = "runs that shrinking one scenario may take. Default: 200")
    private int tries = 200;

    @Override
    public Integer call() {
        if (threads < 1) {
            throw new UserMistakeException("--threads is " + threads + ": allowed are 1 and more");
        }
        if (tries < 1) {
            throw new UserMistakeException("--tries is " + tries + ": allowed are 1 and more");
        }
        if (journal != null) {
            return replay();
        }
        if (!traces.isEmpty()) {
            return differ();
        }
        if (explore != null) {
            return explored();
        }
        if (file == null) {
            throw new UserMistakeException(
                    "There is nothing to run: allowed is the FILE of a scenario, --explore N, --replay FILE or --diff A B");
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
        PeerNames names = new PeerNames();
        ReplayReport.of(history, outcome).stream().map(names::in).forEach(spec.commandLine().getOut()::println);
        if (outcome.difference().isPresent()) {
            return EXIT_FAILED;
        }
        if (outcome.damaged()) {
            throw new UserMistakeException(journal + " is damaged: only what is before the damage was replayed");
        }
        return EXIT_DONE;
    }

    private int explored() {
        if (file != null || !changes.isEmpty() || minimize) {
            throw new UserMistakeException("--explore draws scenarios itself: allowed beside it are --seed, --out, "
                    + "--tries and --threads");
        }
        if (explore < 1) {
            throw new UserMistakeException("--explore is " + explore + ": allowed are 1 and more");
        }
        long first = ControlOptions.SEED.parse(seed == null ? ControlOptions.SEED.defaultText() : seed);
        LiveText live = LiveText.on(spec.commandLine().getOut(), Duration.ofSeconds(5));
        return new Exploring(explore, first, threads, tries, Optional.ofNullable(out), live).run()
                ? EXIT_DONE
                : EXIT_FAILED;
    }

    private int simulate() {
        Map<String, String> settings = new LinkedHashMap<>(RunOptionFlags.pairs(changes));
        if (seed != null) {
            settings.put("seed", seed);
        }
        Scenario scenario = ScenarioFile.read(file, System.getenv(), settings);
        if (scenario.options().get(ControlOptions.STOP).isEndless()) {
            throw new UserMistakeException(
                    file + " does not say when the run is over: 'stop: {after: 600s}' for example");
        }
        LiveText live = LiveText.on(spec.commandLine().getOut(), Duration.ofSeconds(5));
        if (minimize) {
            Path folder = out == null ? Path.of("runs", "minimal") : out;
            return new Minimizing(threads, tries, folder, live).run(scenario) ? EXIT_DONE : EXIT_FAILED;
        }
        if (seeds != null) {
            return sweep(scenario, live);
        }
        return new OneRun(scenario, file, again(scenario), threads, check, Optional.ofNullable(out),
                Optional.ofNullable(trace), live, spec.commandLine().getErr()).run();
    }

    private int sweep(Scenario scenario, LiveText live) {
        if (out != null || trace != null || seed != null) {
            throw new UserMistakeException(
                    "--seeds runs many seeds and prints a table: --seed, --out and --trace are for one");
        }
        try {
            long[] ends = Sweeping.seeds(seeds);
            return new Sweeping(scenario, ends[0], ends[1], threads, check, live, spec.commandLine().getErr()).run();
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("--seeds is '" + seeds + "': allowed is A..B, such as 1..20", e);
        }
    }

    private int differ() {
        Path first = traces.getFirst();
        Path second = traces.getLast();
        Optional<TraceDifference> difference = TraceDifference.between(first, second);
        difference.map(found -> found.lines(first, second)).orElseGet(() -> List.of("The runs are the same."))
                .forEach(spec.commandLine().getOut()::println);
        return difference.isEmpty() ? EXIT_DONE : EXIT_FAILED;
    }

    /** The command that repeats the run. */
    private List<String> again(Scenario scenario) {
        List<String> words = new ArrayList<>(List.of("./grapevine", "sim", file.toString(), "--seed",
                String.valueOf(scenario.options().get(ControlOptions.SEED))));
        changes.forEach(change -> words.addAll(List.of("--set", change)));
        if (check) {
            words.add("--check");
        }
        return words;
    }
}
