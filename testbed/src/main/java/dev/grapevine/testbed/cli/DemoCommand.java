package dev.grapevine.testbed.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
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
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.sim.report.html.RunReport.Provenance;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Weather;
import dev.grapevine.testbed.collect.ClusterRun;

/** {@code grapevine demo}: the main job in one command. */
@Command(name = "demo", sortOptions = false, description = "Five real node processes learn handwritten digits together; one is killed and comes back.", footer = {
        "", "Example: ./grapevine demo --out runs/demo"})
public final class DemoCommand implements Callable<Integer> {

    private static final int NODES = 5;
    private static final double GOOD_ENOUGH = 0.95;

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "where the results go. Default: runs/demo")
    private Path out = Path.of("runs", "demo");

    @Override
    public Integer call() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(TaskOptions.DATA.name(), "digits");
        options.put(TaskOptions.SPLIT.name(), "dirichlet:0.3");
        options.put(TaskOptions.MODEL.name(), "mlp:128");
        options.put(ControlOptions.STOP.name(), "accuracy=0.97,after=2m");
        options.put(ControlOptions.EVALUATE.name(), "every=1s");
        Fault killed = new Fault.Crash(Duration.ofSeconds(8), Optional.of(Duration.ofSeconds(6)), List.of(3));
        Scenario scenario = new Scenario("demo", RunOptions.of(options), NODES,
                Weather.FAIR.withFaults(List.of(killed)), List.of());
        LiveText live = LiveText.on(spec.commandLine().getOut(), Duration.ofSeconds(5));
        live.say("Five nodes, no server. Each has other digits to learn from; all learn to read all ten.");
        live.say("After 8 s node-3 is killed; 6 s later it comes back from its checkpoint.");
        try (RunFolder folder = RunFolder.create(out)) {
            RunSummary summary = new ClusterRun(scenario, folder, live,
                    Provenance.of(Optional.empty(), List.of("./grapevine", "demo"))).run();
            boolean good = summary.accuracy().mean() >= GOOD_ENOUGH;
            live.say(good ? "Done." : "The nodes did not reach " + GOOD_ENOUGH + ".");
            return good ? 0 : 1;
        }
    }
}
