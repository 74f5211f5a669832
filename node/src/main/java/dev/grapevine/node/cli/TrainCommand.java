package dev.grapevine.node.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.experiment.GrapevineVersion;
import dev.grapevine.node.experiment.LocalRun;
import dev.grapevine.node.experiment.Quantities;
import dev.grapevine.node.experiment.RunFolder;
import dev.grapevine.node.experiment.RunOptions;
import dev.grapevine.node.experiment.RunSetup;
import dev.grapevine.node.experiment.RunSummary;
import dev.grapevine.node.experiment.Sample;
import dev.grapevine.node.experiment.Spread;
import dev.grapevine.node.experiment.StopRule;
import dev.grapevine.node.experiment.TargetTracker;
import dev.grapevine.node.replica.Evaluator;
import dev.grapevine.node.replica.Evaluator.Judgement;
import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.node.replica.data.Task;

/** {@code grapevine train}: one process with all the data, the yardstick for what gossip reaches. */
@Command(name = "train", sortOptions = false, description = "Trains in one process on all the data: the centralized yardstick.", footer = {
        "", "Example: ./grapevine train --data digits --model mlp:128 --stop accuracy=0.97,after=1m"})
public final class TrainCommand implements Callable<Integer> {

    private static final String DEFAULT_STOP = "after=30s";
    private static final int DEFAULT_STEPS = 100;

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "where summary.json, series.csv and model.safetensors go. Default: nowhere")
    private Path out;

    @Override
    public Integer call() {
        RunOptions options = RunOptions.of(RunOptionFlags.given(spec.commandLine().getParseResult()));
        if (options.get(RunOptions.STOP).isEndless()) {
            options = options.with(RunOptions.STOP, DEFAULT_STOP);
        }
        LiveText live = LiveText.on(spec.commandLine().getOut(), Duration.ofSeconds(5));
        live.say("Loads " + options.text(RunOptions.DATA));
        RunSetup setup = RunSetup.found(options);
        LocalRun run = LocalRun.prepare(setup, "train");
        live.say(String.format(Locale.ROOT, "%s on %d rows, %d parameters", options.get(RunOptions.MODEL),
                run.rows().rows(), run.network().layout().parameters()));
        if (out == null) {
            new Training(run, live).run(null);
        } else {
            try (RunFolder folder = RunFolder.create(out)) {
                new Training(run, live).run(folder);
            }
        }
        return 0;
    }

    /** The loop. */
    private static final class Training {
        private final LocalRun run;
        private final LiveText live;
        private final RunOptions options;
        private final TargetTracker targets = new TargetTracker();
        private final long startNanos = System.nanoTime();
        private float[] parameters;
        private long rounds;
        private long steps;

        Training(LocalRun run, LiveText live) {
            this.run = run;
            this.live = live;
            this.options = run.setup().options();
            this.parameters = run.setup().initialParameters(run.network());
        }

        void run(RunFolder folder) {
            StopRule stop = options.get(RunOptions.STOP);
            int stepsPerRound = options.get(RunOptions.LOCAL_STEPS) == 0
                    ? DEFAULT_STEPS
                    : options.get(RunOptions.LOCAL_STEPS);
            Judgement judgement = null;
            double lastJudged = 0;
            double every = options.get(RunOptions.EVALUATE).every().toNanos() / 1e9;
            boolean over = false;
            while (!over) {
                rounds++;
                RoundResult result = run.trainer().train(run.network(), rounds, parameters, stepsPerRound);
                if (!Double.isFinite(result.lastLoss())) {
                    throw new UserMistakeException("Training diverged: a smaller learningRate than "
                            + options.text(RunOptions.LEARNING_RATE) + " may help");
                }
                System.arraycopy(result.parameters(), 0, parameters, 0, parameters.length);
                steps += result.steps();
                double accuracy = judgement == null ? Double.NaN : judgement.accuracy();
                over = stop.holds(Duration.ofNanos(System.nanoTime() - startNanos), rounds, accuracy);
                if (over || seconds() - lastJudged >= every) {
                    judgement = Evaluator.judge(run.network(), parameters, run.judged());
                    lastJudged = seconds();
                    targets.observe(judgement.accuracy(), seconds(), steps, 0);
                    show(judgement, result.lastLoss());
                    if (folder != null) {
                        folder.add(new Sample(seconds(), 0, rounds, steps, judgement.accuracy(), judgement.loss(), 0,
                                0, 0, 0));
                    }
                    over |= stop.holds(Duration.ZERO, rounds, judgement.accuracy());
                }
            }
            finish(judgement, folder);
        }

        private double seconds() {
            return (System.nanoTime() - startNanos) / 1e9;
        }

        private void show(Judgement judgement, double trainingLoss) {
            double share = options.get(RunOptions.STOP).after().map(after -> seconds() / (after.toMillis() / 1e3))
                    .orElse(judgement.accuracy());
            live.show(List.of(String.format(Locale.ROOT,
                    "%s  %s  %d steps, %.0f rows/s  training loss %.4f  test %s %.4f, loss %.4f",
                    ProgressBar.of(share), Quantities.show(Duration.ofMillis((long) (seconds() * 1000))), steps,
                    steps * run.trainer().batch() / seconds(), trainingLoss,
                    run.setup().schema().task() == Task.CLASSIFY ? "accuracy" : "R²", judgement.accuracy(),
                    judgement.loss())));
        }

        private void finish(Judgement judgement, RunFolder folder) {
            live.finish(List.of(String.format(Locale.ROOT, "%s %.4f, loss %.4f after %d steps in %.1f s",
                    run.setup().schema().task() == Task.CLASSIFY ? "Accuracy" : "R²", judgement.accuracy(),
                    judgement.loss(), steps, seconds())));
            if (folder != null) {
                Spread accuracy = Spread.of(List.of(judgement.accuracy()));
                folder.write(new RunSummary("train", options.get(RunOptions.SEED), GrapevineVersion.text(), "train", 1,
                        seconds(), seconds(), accuracy, Spread.of(List.of(judgement.loss())), judgement.accuracy(),
                        0.0, steps, rounds, 0, 0, new RunSummary.BytesSent(0, 0), targets.reached(), List.of(),
                        List.of(), null));
                Path model = folder.writeModel(run.network().layout(), parameters, run.setup().metadata());
                live.say("The model lies in " + model);
            }
        }
    }
}
