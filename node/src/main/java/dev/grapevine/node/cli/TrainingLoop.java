package dev.grapevine.node.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.report.ClassificationReport;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.result.BestMetrics;
import dev.grapevine.node.result.Fall;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Sample;
import dev.grapevine.node.result.Spread;
import dev.grapevine.node.result.TargetTracker;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.StopRule;
import dev.grapevine.node.run.TrainingFile;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.terminal.ProgressBar;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Training in one process, round by round, until it ends. Rounds, steps and epochs count from the beginning of the
 * training, time from the start of this process.
 */
final class TrainingLoop {

    private static final int DEFAULT_STEPS = 100;

    private final LocalRun run;
    private final LiveText live;
    private final RunOptions options;
    private final StopRule stop;
    private final OptionalLong lastStep;
    private final TargetTracker targets = new TargetTracker();
    private final RandomStream seeds;
    private final float[] parameters;
    private final boolean keepsState;
    private final BestMetrics best;
    private float[] bestParameters;
    /** The training at its best, with all state needed to continue; null unless it is kept. */
    private TrainingFile bestState;
    private long startNanos = System.nanoTime();
    private long stepsBefore;
    private long rounds;
    private boolean diverged;

    /**
     * @param epochs     epochs to train, if they end the training
     * @param keepsState whether the whole training state at the best point is kept, not only the model
     */
    TrainingLoop(LocalRun run, LiveText live, OptionalLong epochs, boolean keepsState) {
        this.run = run;
        this.live = live;
        this.keepsState = keepsState;
        this.best = new BestMetrics(run.evaluationRows().rows(), run.network().outputs());
        this.options = run.setup().options();
        this.stop = options.get(ControlOptions.STOP);
        this.seeds = run.setup().randomness("train").fork("rounds");
        int batch = run.trainer().batch();
        this.lastStep = epochs.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((epochs.getAsLong() * run.rows().rows() + batch - 1) / batch);
        this.parameters = run.setup().initialParameters(run.network());
    }

    /** Continues a saved training. */
    void restore(TrainingFile file, Path name) {
        System.arraycopy(file.parameters(), 0, parameters, 0, parameters.length);
        run.trainer().restore(file.trainer());
        rounds = file.rounds();
        stepsBefore = file.trainer().place().computed();
        if (lastStep.isPresent() && stepsBefore >= lastStep.getAsLong()
                || stop.rounds().isPresent() && rounds >= stop.rounds().getAsLong()) {
            throw new UserMistakeException(name + " already has " + rounds + " rounds and " + stepsBefore
                    + " steps, so there is nothing left to do: allowed are more rounds or epochs than that");
        }
        if (!file.trainer().optimizer().equals(options.get(TrainingOptions.OPTIMIZER))) {
            live.say("The optimizer starts afresh: the one in " + name + " is " + file.trainer().optimizer());
        }
    }

    /** Bytes of the current training. */
    byte[] file() {
        return TrainingFile.of(run, parameters, rounds).encode(run.setup().metadata());
    }

    /** Bytes of the training at its best. Only if it keeps that state. */
    byte[] bestFile() {
        return bestState.encode(run.setup().metadata());
    }

    /**
     * Trains until the end or until divergence. If it diverges, the results are those from before.
     *
     * @param folder receives the results, or null
     * @throws UserMistakeException if it diverges before the first evaluation
     */
    void run(RunFolder folder) {
        startNanos = System.nanoTime();
        Metrics metrics = null;
        double lastJudged = 0;
        double every = options.get(ControlOptions.EVALUATE).every().toNanos() / 1e9;
        boolean over = false;
        while (!over) {
            rounds++;
            RoundResult result = run.trainer().train(run.network(), rounds, parameters, nextSteps(),
                    seeds.fork("round", rounds).seed());
            diverged = !Double.isFinite(result.lastLoss());
            if (!diverged) {
                System.arraycopy(result.parameters(), 0, parameters, 0, parameters.length);
            } else if (bestParameters == null) {
                throw new UserMistakeException(divergence());
            }
            if (bestParameters == null) {
                // A reference for the final comparison, in case everything later is worse.
                keepIfBest(Evaluator.evaluate(run.network(), parameters, run.evaluationRows()));
            }
            double accuracy = metrics == null ? Double.NaN : metrics.accuracy();
            over = diverged || stop.holds(Duration.ofNanos(System.nanoTime() - startNanos), rounds, accuracy)
                    || lastStep.isPresent() && steps() >= lastStep.getAsLong();
            if (over || seconds() - lastJudged >= every) {
                metrics = Evaluator.evaluate(run.network(), parameters, run.evaluationRows());
                lastJudged = seconds();
                keepIfBest(metrics);
                targets.observe(metrics.accuracy(), seconds(), steps(), 0);
                show(metrics, result.lastLoss());
                if (folder != null) {
                    folder.add(new Sample(seconds(), 0, rounds, steps(), metrics.accuracy(), metrics.loss(), 0, 0,
                            0, 0));
                }
                over |= stop.holds(Duration.ZERO, rounds, metrics.accuracy());
            }
        }
        finish(metrics, folder);
    }

    /** Whether to use the best parameters instead of the last. */
    boolean keepsBest() {
        return fall().isPresent() && bestParameters != null;
    }

    /** The fall of quality, if it is much worse at the end than at its best. */
    Optional<Fall> fall() {
        return best.fall();
    }

    /** Message to users if training diverged. */
    Optional<String> divergenceIfAny() {
        return diverged ? Optional.of(divergence()) : Optional.empty();
    }

    private String divergence() {
        return "Training diverged: a smaller learningRate than " + options.text(TrainingOptions.LEARNING_RATE)
                + " may help";
    }

    private void keepIfBest(Metrics metrics) {
        if (best.add(seconds(), metrics)) {
            bestParameters = parameters.clone();
            bestState = keepsState ? TrainingFile.of(run, parameters, rounds) : null;
        }
    }

    private int nextSteps() {
        int steps = options.get(TrainingOptions.LOCAL_STEPS) == 0
                ? DEFAULT_STEPS
                : options.get(TrainingOptions.LOCAL_STEPS);
        return lastStep.isEmpty() ? steps : (int) Math.min(steps, lastStep.getAsLong() - steps());
    }

    private long steps() {
        return run.trainer().stepsDone();
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private boolean classifies() {
        return run.setup().schema().task() == Task.CLASSIFY;
    }

    private void show(Metrics metrics, double trainingLoss) {
        live.show(List.of(String.format(Locale.ROOT,
                "%s  %s  %d steps, %.0f rows/s  training loss %.4f  test %s %.4f, loss %.4f",
                ProgressBar.of(share(metrics)), Quantities.show(Duration.ofMillis((long) (seconds() * 1000))),
                steps(), (steps() - stepsBefore) * run.trainer().batch() / seconds(), trainingLoss,
                classifies() ? "accuracy" : "R²", metrics.accuracy(), metrics.loss())));
    }

    /** Progress towards the nearest stop condition, 0 to 1. */
    private double share(Metrics metrics) {
        double share = Double.NEGATIVE_INFINITY;
        if (stop.after().isPresent()) {
            share = Math.max(share, seconds() * 1000 / Math.max(1, stop.after().get().toMillis()));
        }
        if (stop.rounds().isPresent()) {
            share = Math.max(share, (double) rounds / stop.rounds().getAsLong());
        }
        if (lastStep.isPresent()) {
            share = Math.max(share, (double) steps() / lastStep.getAsLong());
        }
        return share < 0 ? metrics.accuracy() / stop.accuracy().orElse(1) : share;
    }

    private void finish(Metrics metrics, RunFolder folder) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s %.4f, loss %.4f after %d steps in %.1f s",
                classifies() ? "Accuracy" : "R²", metrics.accuracy(), metrics.loss(), steps(), seconds()));
        if (classifies()) {
            ClassificationReport report = ClassificationReport.of(run.network(), parameters, run.evaluationRows());
            lines.add(String.format(Locale.ROOT, "Expected calibration error %.4f", report.calibrationError()));
            lines.addAll(ConfusionTable.of(report.confusions(), run.setup().schema().classes()));
        } else {
            // The loss is half the squared error of scaled targets.
            lines.add(String.format(Locale.ROOT, "Root mean square error %.4g, in the units of the target",
                    Math.sqrt(2 * metrics.loss()) * run.setup().schema().target().scale()));
        }
        live.finish(lines);
        if (folder != null) {
            Spread accuracy = Spread.of(List.of(metrics.accuracy()));
            folder.write(RunSummary.of(
                    new RunSummary.Subject("train", options.get(ControlOptions.SEED), GrapevineVersion.text(), "train",
                            1),
                    new RunSummary.Lasted(seconds(), seconds()),
                    new RunSummary.Quality(accuracy, Spread.of(List.of(metrics.loss())), metrics.accuracy(), 0.0),
                    new RunSummary.Training(steps(), rounds, 0, 0), RunSummary.Gossip.NONE, targets.reached())
                    .withFall(best.fall()));
            writeModels(folder);
        }
    }

    private void writeModels(RunFolder folder) {
        if (!keepsBest()) {
            live.say("The model is in "
                    + folder.writeModel(run.network().layout(), parameters, run.setup().metadata()));
        } else {
            folder.writeModel(run.network().layout(), bestParameters, run.setup().metadata());
            folder.writeLastModel(run.network().layout(), parameters, run.setup().metadata());
        }
    }
}
