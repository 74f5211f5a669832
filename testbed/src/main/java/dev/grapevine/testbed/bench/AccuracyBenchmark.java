package dev.grapevine.testbed.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.node.words.UserMistakeException;

/**
 * {@code bench accuracy}: published results, each trained in one process on all data. Stored results are not trained
 * again.
 */
final class AccuracyBenchmark implements Benchmark {

    private static final int STEPS_PER_ROUND = 500;

    private final List<AccuracyRow> rows;

    AccuracyBenchmark() {
        this(AccuracyRow.ALL);
    }

    /** Makes a benchmark with other rows, for tests. */
    AccuracyBenchmark(List<AccuracyRow> rows) {
        this.rows = List.copyOf(rows);
    }

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public String description() {
        return "known results on data sets in " + BenchmarkRun.DATA_VARIABLE
                + "; rows without a value were not measured";
    }

    @Override
    public List<String> rows() {
        return rows.stream().map(AccuracyRow::name).toList();
    }

    @Override
    public List<String> sources() {
        return List.of("consensus/src/main/java/dev/grapevine/consensus/kernel",
                "node/src/main/java/dev/grapevine/node/replica",
                "node/src/main/java/dev/grapevine/node/run/LocalRun.java",
                "testbed/src/main/java/dev/grapevine/testbed/bench/AccuracyRow.java");
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        List<Measurement> measurements = new ArrayList<>();
        for (AccuracyRow row : rows) {
            boolean isWanted = run.wants(row.name()) && (row.isShort() || !run.isShort());
            Optional<Measurement> known = run.kept(name(), row.parameters())
                    .map(kept -> told(row, kept, run))
                    .or(() -> isWanted ? measure(row, run).map(run::keep) : Optional.empty());
            known.ifPresent(result -> run.say(verdict(row, result.value().getAsDouble())));
            measurements.add(known.orElseGet(() -> Measurement.blank(name(), row.parameters(), row.unit())));
        }
        return measurements;
    }

    private static Measurement told(AccuracyRow row, Measurement kept, BenchmarkRun run) {
        if (!run.isOfThisCode(kept)) {
            run.say(row.name() + " is kept from other code, "
                    + kept.provenance().map(where -> "commit " + where.commit()).orElse("which is not known")
                    + ": --anew trains it again");
        }
        return kept;
    }

    private static String verdict(AccuracyRow row, double value) {
        return String.format(Locale.ROOT, "%s: %s %.4f, %s %s", row.name(), row.unit(), value,
                row.isReachedBy(value) ? "as good as" : "not as good as", row.parameters().get("required"));
    }

    /** The measurement; empty if it is impossible here, which users are told. */
    private Optional<Measurement> measure(AccuracyRow row, BenchmarkRun run) {
        Optional<Path> folder = run.data(row.dataset());
        if (folder.isEmpty()) {
            run.say(row.name() + " is not measured: there is no folder " + row.dataset() + " in "
                    + BenchmarkRun.DATA_VARIABLE);
            return Optional.empty();
        }
        try {
            Metrics metrics = train(row, folder.get(), run);
            double value = row.measure() == AccuracyRow.Measure.ACCURACY ? metrics.accuracy() : metrics.loss();
            return Optional.of(Measurement.of(name(), row.parameters(), value, row.unit()));
        } catch (UserMistakeException e) {
            run.say(row.name() + " is not measured: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Metrics train(AccuracyRow row, Path folder, BenchmarkRun run) {
        RunOptions options = RunOptions.of(row.options(folder));
        LocalRun local = LocalRun.prepare(RunSetup.found(options, options.get(TaskOptions.DATA).describe()));
        float[] parameters = local.setup().initialParameters(local.network());
        int steps = row.length().stepsFor(local.rows().rows(), local.trainer().batch());
        long start = System.nanoTime();
        int done = 0;
        RandomStream rounds = local.setup().randomness("train").fork("rounds");
        for (long round = 1; done < steps; round++) {
            RoundResult result = local.trainer().train(local.network(), round, parameters,
                    Math.min(STEPS_PER_ROUND, steps - done), rounds.fork("round", round).seed());
            if (!Double.isFinite(result.lastLoss())) {
                throw new UserMistakeException("training diverged with learningRate "
                        + options.text(TrainingOptions.LEARNING_RATE) + ", a smaller one may help");
            }
            System.arraycopy(result.parameters(), 0, parameters, 0, parameters.length);
            done += result.steps();
        }
        run.say(String.format(Locale.ROOT, "%s: %d steps in %.1f s", row.name(), steps,
                (System.nanoTime() - start) / 1e9));
        return Evaluator.evaluate(local.network(), parameters, local.evaluationRows());
    }
}
