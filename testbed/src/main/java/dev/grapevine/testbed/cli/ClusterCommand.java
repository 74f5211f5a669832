package dev.grapevine.testbed.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.report.html.RunReport.Provenance;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;
import dev.grapevine.sim.scenario.Weather;
import dev.grapevine.testbed.collect.ClusterRun;

/** {@code grapevine cluster}: one experiment with real node processes. */
@Command(name = "cluster", sortOptions = false, description = "Runs N real node processes on this machine as one experiment.", footer = {
        "", "Example: ./grapevine cluster --nodes 5 --data idx:mnist --split dirichlet:0.1 --model mlp:128 "
                + "--stop accuracy=0.95 --out runs/mnist"})
public final class ClusterCommand implements Callable<Integer> {

    private static final int MAX_PROCESSES = 254;

    @Spec
    private CommandSpec spec;

    @Option(names = "--nodes", paramLabel = "N", description = "how many processes. Default: 5, or the scenario's")
    private Integer nodes;

    @Option(names = "--scenario", paramLabel = "FILE", description = "a scenario file; flags take precedence")
    private Path scenarioFile;

    @Option(names = "--out", paramLabel = "DIR", description = "where report.html, summary.json, series.csv, the model and the nodes' folders go. Default: runs/cluster")
    private Path out = Path.of("runs", "cluster");

    @Option(names = "--check", description = "fail when an expectation of the scenario does not hold")
    private boolean check;

    @Override
    public Integer call() {
        Scenario scenario = scenario(RunOptionFlags.given(spec.commandLine().getParseResult()));
        if (scenario.options().get(ControlOptions.STOP).isEndless()) {
            throw new UserMistakeException(
                    "stop is not given: say when the run is over, for example --stop accuracy=0.95,after=10m");
        }
        if (scenario.nodes() < 1 || scenario.nodes() > MAX_PROCESSES) {
            throw new UserMistakeException(
                    "nodes is " + scenario.nodes() + ": on one machine, allowed are 1 to " + MAX_PROCESSES);
        }
        if (!scenario.compare().methods().isEmpty()) {
            throw new UserMistakeException("compare is " + scenario.compare().methods()
                    + ": with real processes, allowed is nothing to compare with; './grapevine sim' has more");
        }
        LiveText live = LiveText.on(spec.commandLine().getOut(), Duration.ofSeconds(5));
        scenario.options().presetSentence().ifPresent(live::say);
        try (RunFolder folder = RunFolder.create(out)) {
            RunSummary summary = new ClusterRun(scenario, folder, live, provenance()).run();
            summary.warnings().forEach(spec.commandLine().getErr()::println);
            return summary.exitCode(check);
        }
    }

    private Provenance provenance() {
        List<String> words = new ArrayList<>(List.of("./grapevine", "cluster"));
        if (scenarioFile != null) {
            words.addAll(List.of("--scenario", scenarioFile.toString()));
        }
        if (nodes != null) {
            words.addAll(List.of("--nodes", nodes.toString()));
        }
        RunOptionFlags.given(spec.commandLine().getParseResult())
                .forEach((name, text) -> words.addAll(List.of("--" + name, text)));
        return Provenance.of(Optional.ofNullable(scenarioFile), words);
    }

    private Scenario scenario(Map<String, String> given) {
        if (scenarioFile == null) {
            return new Scenario("cluster", RunOptions.of(given), nodes == null ? 5 : nodes, Weather.FAIR,
                    List.of());
        }
        if (nodes != null) {
            given.put("nodes", String.valueOf(nodes));
        }
        return ScenarioFile.read(scenarioFile, System.getenv(), given);
    }
}
