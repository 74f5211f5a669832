package dev.grapevine.sim.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.sim.explore.Exploration.Explored;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.world.LivenessOutcome;

/** The report of an exploration: the failures, and the worst of the runs that passed. */
public final class ExplorationReport {

    private static final int WORST = 3;
    /** Consensus distance below which a run counts as agreed at its start. */
    private static final double AGREED = 1e-3;

    /** A measure to find the worst runs by; NaN does not count. */
    private record Measure(String name, String format, ToDoubleFunction<Explored> badness) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("distance left by the calm act, over that before", "%.3g", ExplorationReport::distanceLeft),
            new Measure("virtual seconds of the calm act", "%.0f",
                    explored -> ofCalm(explored, LivenessOutcome::seconds)),
            new Measure("mean accuracy, less than one by", "%.3f",
                    explored -> ofSummary(explored,
                            summary -> summary.accuracy().mean() == null ? Double.NaN : 1 - summary.accuracy().mean())),
            new Measure("bytes per local step", "%.0f", ExplorationReport::bytesPerStep),
            new Measure("seconds to compute", "%.1f", explored -> ofSummary(explored, RunSummary::wallSeconds)));

    private ExplorationReport() {}

    /** The whole report, line by line. */
    public static List<String> lines(List<Explored> all) {
        List<String> lines = new ArrayList<>();
        List<Explored> failed = all.stream().filter(explored -> explored.result().failure().isPresent()).toList();
        lines.add(all.size() + " scenarios: " + (all.size() - failed.size()) + " went well, " + failed.size()
                + " did not");
        byFailure(failed).forEach((what, seeds) -> lines.add("  " + seeds.size() + " x " + what + ": seed "
                + String.join(", ", seeds)));
        for (Measure measure : MEASURES) {
            lines.add("Worst by " + measure.name() + ":");
            all.stream().filter(explored -> Double.isFinite(measure.badness().applyAsDouble(explored)))
                    .sorted(Comparator.comparingDouble(measure.badness()).reversed()).limit(WORST)
                    .forEach(explored -> lines.add(String.format(Locale.ROOT, "  %10s  %s",
                            String.format(Locale.ROOT, measure.format(), measure.badness().applyAsDouble(explored)),
                            describe(explored.result().scenario()))));
        }
        return lines;
    }

    /** A failure, and the command that repeats it. */
    public static List<String> failure(Explored explored) {
        return List.of("Seed " + explored.seed() + ": " + explored.result().failure().orElseThrow().describe(),
                "  To see it again: " + command(explored.seed()));
    }

    /** The command that repeats the scenario of a seed. */
    public static String command(long seed) {
        return "./grapevine sim --explore 1 --seed " + seed;
    }

    private static Map<String, List<String>> byFailure(List<Explored> failed) {
        Map<String, List<String>> seeds = new LinkedHashMap<>();
        for (Explored explored : failed) {
            seeds.computeIfAbsent(explored.result().failure().orElseThrow().what(), unused -> new ArrayList<>())
                    .add(String.valueOf(explored.seed()));
        }
        return seeds;
    }

    private static String describe(Scenario scenario) {
        RunOptions options = scenario.options();
        return String.format(Locale.ROOT, "%s: %d nodes, %s, %s, %s, %d faults%s", scenario.name(), scenario.nodes(),
                shortened(options.text(GossipOptions.OVERLAY)), options.text(GossipOptions.STRATEGY),
                options.text(GossipOptions.COMPRESSION), scenario.faults().size(),
                scenario.weather().churn().isPresent() ? ", churn" : "");
    }

    private static String shortened(String overlay) {
        return overlay.startsWith("edges:") ? "edges" : overlay;
    }

    private static double distanceLeft(Explored explored) {
        return ofCalm(explored, calm -> calm.distanceAfter() / Math.max(AGREED, calm.distanceBefore()));
    }

    private static double bytesPerStep(Explored explored) {
        return ofSummary(explored, summary -> summary.bytesSentPerNode().mean() / summary.stepsPerNode());
    }

    private static double ofCalm(Explored explored, ToDoubleFunction<LivenessOutcome> measure) {
        return explored.result().calm().map(measure::applyAsDouble).orElse(Double.NaN);
    }

    private static double ofSummary(Explored explored, ToDoubleFunction<RunSummary> measure) {
        return explored.result().summary().map(measure::applyAsDouble).orElse(Double.NaN);
    }
}
