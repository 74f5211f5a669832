package dev.grapevine.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.grapevine.node.result.RunSummary;
import dev.grapevine.sim.explore.PointsFile;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;
import dev.grapevine.sim.world.Moment;

/**
 * Scenarios that are quick: three classes of points in space, a small network in several blocks, and devices so slow that
 * a round takes about a quarter of a virtual second.
 */
public final class TinyScenario {

    private static final String COMMON = """
            data: csv:data.csv
            model: mlp:8
            learningRate: 0.02
            batch: 8
            localSteps: 4
            gossip.block: 16
            network: {latency: 5ms..40ms, bandwidth: 100KB/s}
            devices: {gflops: 0.00004, speed: lognormal:0.3}
            """;

    /** What came of a scenario. */
    public record Result(RunSummary summary, List<Moment> moments) {

        /** The last evaluation at or before a time. */
        public Moment at(double seconds) {
            return moments.stream().filter(moment -> moment.seconds() <= seconds).reduce((a, b) -> b).orElseThrow();
        }
    }

    private TinyScenario() {}

    /** Writes a scenario file and its data into a folder; lines given replace those that all have in common. */
    public static Path write(Path folder, String lines) {
        try {
            Files.writeString(folder.resolve("data.csv"), PointsFile.text());
            StringBuilder text = new StringBuilder(lines);
            COMMON.lines().filter(line -> lines.lines().noneMatch(own -> key(own).equals(key(line))))
                    .forEach(line -> text.append(line).append('\n'));
            return Files.writeString(folder.resolve("scenario.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':')));
    }

    /** A scenario of these lines. */
    public static Scenario read(Path folder, String lines) {
        return ScenarioFile.read(write(folder, lines), Map.of(), Map.of());
    }

    /** Runs a scenario. */
    public static Result run(Scenario scenario, int threads) {
        List<Moment> moments = new ArrayList<>();
        RunSummary summary = new SimulationRun(scenario).run(threads, Optional.empty(), moments::add);
        return new Result(summary, moments);
    }

    /** Runs a scenario of these lines. */
    public static Result run(Path folder, String lines) {
        return run(read(folder, lines), 2);
    }

    /** Runs a scenario of these lines with something changed. */
    public static Result run(Path folder, String lines, UnaryOperator<Scenario> change, int threads) {
        return run(change.apply(read(folder, lines)), threads);
    }
}
