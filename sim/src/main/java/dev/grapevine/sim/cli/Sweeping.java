package dev.grapevine.sim.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.TargetTracker;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.scenario.Scenario;

/**
 * The runs of one scenario with consecutive seeds, several at once, and a table of results with quantiles: one run is
 * an anecdote.
 *
 * @param threads runs at once, each on one thread
 * @param check   whether to check liveness in calm weather, and the expectations
 * @param errors  receives sentences for users at the end of each run
 */
record Sweeping(Scenario scenario, long firstSeed, long lastSeed, int threads, boolean check, LiveText live,
        PrintWriter errors) {

    private static final int EXIT_FAILED = 1;

    private static final double[] QUANTILES = {0, 0.25, 0.5, 0.75, 1};
    private static final String[] QUANTILE_NAMES = {"least", "quarter", "median", "three q.", "most"};

    /** Outcome of one seed: a summary, or the sentence of its failure. */
    private record Result(long seed, Optional<RunSummary> summary, String trouble) {}

    /** One column of numbers. */
    private record Column(String name, int width, String format, ToDoubleFunction<RunSummary> value) {}

    /** The exit code: 0 if all went well. */
    int run() {
        live.say(scenario.name() + ": " + scenario.nodes() + " nodes, seeds " + firstSeed + " to " + lastSeed);
        List<Column> columns = columns();
        live.say(header(columns));
        List<Result> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Result>> running = LongStream.rangeClosed(firstSeed, lastSeed)
                    .mapToObj(seed -> executor.submit(() -> run(seed))).toList();
            for (Future<Result> future : running) {
                Result result = get(future);
                results.add(result);
                live.say(row(result, columns));
            }
        }
        live.finish(quantiles(results, columns));
        results.forEach(result -> result.summary.map(RunSummary::warnings).orElse(List.of())
                .forEach(warning -> errors.println("Seed " + result.seed + ": " + warning)));
        List<Integer> codes = results.stream()
                .map(result -> result.summary.map(summary -> summary.exitCode(check)).orElse(EXIT_FAILED)).toList();
        return codes.contains(EXIT_FAILED) ? EXIT_FAILED : Collections.max(codes);
    }

    private Result run(long seed) {
        SimulationRun run = new SimulationRun(
                scenario.withOptions(scenario.options().with(ControlOptions.SEED, String.valueOf(seed))));
        if (check) {
            run.thenCalm();
        }
        try {
            return new Result(seed, Optional.of(run.run(1, Optional.empty(), moment -> {})), "");
        } catch (LawBrokenException e) {
            return new Result(seed, Optional.empty(), e.getMessage());
        }
    }

    private static Result get(Future<Result> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("A run failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("accuracy", 9, "%.4f", summary -> summary.accuracy().mean()),
                new Column("least", 9, "%.4f", summary -> summary.accuracy().min()),
                new Column("distance", 9, "%.4f",
                        summary -> summary.consensusDistance() == null ? Double.NaN : summary.consensusDistance()),
                new Column("MB a node", 10, "%.3f", summary -> summary.bytesSentPerNode().mean() / 1e6)));
        for (double target : new double[]{0.9, 0.95, 0.97}) {
            columns.add(new Column("s to " + target, 10, "%.1f",
                    summary -> target(summary, target).map(TargetTracker.Target::seconds).orElse(Double.NaN)));
            columns.add(new Column("MB to " + target, 11, "%.3f", summary -> target(summary, target)
                    .map(reached -> reached.bytesSentPerNode() / 1e6).orElse(Double.NaN)));
        }
        return columns;
    }

    private static Optional<TargetTracker.Target> target(RunSummary summary, double accuracy) {
        return summary.targets().stream().filter(target -> target.accuracy() == accuracy).findFirst();
    }

    private static String header(List<Column> columns) {
        StringBuilder line = new StringBuilder(String.format("%8s", "seed"));
        columns.forEach(column -> line.append(String.format(" %" + column.width + "s", column.name)));
        return line.append("  expectations").toString();
    }

    private static String row(Result result, List<Column> columns) {
        return result.summary.map(summary -> numbers(String.valueOf(result.seed), columns,
                columns.stream().mapToDouble(column -> column.value.applyAsDouble(summary)).toArray())
                + "  " + verdict(summary)).orElseGet(() -> String.format("%8d  %s", result.seed, result.trouble));
    }

    private static String numbers(String name, List<Column> columns, double[] values) {
        StringBuilder line = new StringBuilder(String.format("%8s", name));
        for (int i = 0; i < values.length; i++) {
            Column column = columns.get(i);
            String number = Double.isNaN(values[i]) ? "-" : String.format(Locale.ROOT, column.format, values[i]);
            line.append(String.format(" %" + column.width + "s", number));
        }
        return line.toString();
    }

    private static String verdict(RunSummary summary) {
        List<String> broken = summary.expectations().stream().filter(outcome -> !outcome.holds())
                .map(Expectation.Outcome::name).toList();
        return summary.expectations().isEmpty() ? "" : broken.isEmpty() ? "hold" : "not " + String.join(", ", broken);
    }

    private static List<String> quantiles(List<Result> results, List<Column> columns) {
        List<RunSummary> summaries = results.stream().flatMap(result -> result.summary.stream()).toList();
        List<String> lines = new ArrayList<>();
        for (int q = 0; q < QUANTILES.length; q++) {
            double[] values = new double[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = quantile(summaries.stream().mapToDouble(columns.get(i).value).toArray(), QUANTILES[q]);
            }
            lines.add(numbers(QUANTILE_NAMES[q], columns, values));
        }
        long held = summaries.stream().filter(RunSummary::isAsExpected).count();
        lines.add(held + " of " + results.size() + " runs were as expected.");
        return lines;
    }

    /**
     * A quantile by linear interpolation (R. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", 1996,
     * definition 7); a value that was never reached counts as infinite.
     */
    static double quantile(double[] values, double share) {
        double[] sorted = Arrays.stream(values).map(value -> Double.isNaN(value) ? Double.POSITIVE_INFINITY : value)
                .sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        double value = place == below
                ? sorted[below]
                : sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** Reads {@code A..B}. */
    static long[] seeds(String text) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length == 2) {
            long first = Quantities.wholeNumber(ends[0], 0, Integer.MAX_VALUE);
            long last = Quantities.wholeNumber(ends[1], 0, Integer.MAX_VALUE);
            if (first <= last) {
                return new long[]{first, last};
            }
        }
        throw new IllegalArgumentException(text);
    }
}
