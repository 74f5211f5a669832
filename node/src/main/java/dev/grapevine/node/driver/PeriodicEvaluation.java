package dev.grapevine.node.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.node.driver.NodeDriver.Exit;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.StopRule;

/**
 * Evaluates the served model at the run's interval, stops the node when its user's stop rule holds, and writes the
 * model at the end. For one event loop.
 */
final class PeriodicEvaluation {

    private final StopRule rule;
    private final Path folder;
    private final TrainingThread training;
    private final Statistics statistics;
    private final Supplier<Duration> now;
    private final Supplier<Optional<PeerProtocol>> life;
    private final Runnable evaluated;
    private final Consumer<Event> request;
    private Duration every;
    private int rows;
    /** The best served model of this life; null until the run is known. */
    private BestModel kept;
    private Duration lastEvaluated = Duration.ZERO;
    private boolean evaluating;

    /**
     * @param own    options of this node's user
     * @param folder folder for the final model
     * @param now    time since the node was started
     * @param life   the protocol of the present life; empty between two lives
     * @param evaluated called after each evaluation, when the statistics have its metrics
     * @param request   receives each measurement, and the event that the stop rule causes; must not handle it at once
     */
    PeriodicEvaluation(RunOptions own, Path folder, TrainingThread training, Statistics statistics,
            Supplier<Duration> now, Supplier<Optional<PeerProtocol>> life, Runnable evaluated,
            Consumer<Event> request) {
        this.rule = own.get(ControlOptions.STOP);
        this.folder = folder;
        this.training = training;
        this.statistics = statistics;
        this.now = now;
        this.life = life;
        this.evaluated = evaluated;
        this.request = request;
    }

    /** Sets the run that is evaluated from now on. */
    void learns(LocalRun run) {
        every = run.setup().options().get(ControlOptions.EVALUATE).every();
        rows = run.evaluationRows().rows();
        kept = new BestModel(run);
    }

    /** A local round is in the replica: evaluates if that is due. */
    void roundInstalled(float[] served) {
        if (!evaluating && now.get().minus(lastEvaluated).compareTo(every) >= 0) {
            evaluating = true;
            float[] copy = served.clone();
            double seconds = seconds();
            BestModel present = kept;
            training.run(() -> present.evaluate(seconds, copy, training::isCutShort), this::evaluated);
        }
        stopIfDue();
    }

    private void evaluated(Metrics metrics) {
        evaluating = false;
        lastEvaluated = now.get();
        statistics.metrics = metrics;
        request.accept(new Event.Evaluated(rows, metrics.loss(), metrics.accuracy()));
        evaluated.run();
        stopIfDue();
    }

    private void stopIfDue() {
        life.get().filter(protocol -> protocol.phase() == Phase.RUNNING && !statistics.stopped).ifPresent(protocol -> {
            double accuracy = statistics.metrics == null ? Double.NaN : statistics.metrics.accuracy();
            if (rule.holds(now.get(), protocol.rounds(), accuracy)) {
                statistics.stopped = true;
                request.accept(rule.serve() ? new Event.PauseRequested() : new Event.LeaveRequested());
            }
        });
    }

    /**
     * Writes the final model.
     *
     * @param served the served average, if there is one
     * @param then   receives the node's exit
     */
    void writeModel(Optional<float[]> served, Consumer<Exit> then) {
        if (kept == null || served.isEmpty()) {
            then.accept(new Exit(Shutdown.EXIT_DONE, ""));
            return;
        }
        double seconds = seconds();
        float[] copy = served.get().clone();
        training.run(() -> written(seconds, copy), then);
    }

    private Exit written(double seconds, float[] served) {
        Path file = SavedModel.in(folder);
        try {
            return kept.write(folder, seconds, served, training::isCutShort)
                    .map(fall -> new Exit(Shutdown.EXIT_MISTAKE, fall.sentence(file, RunFolder.lastBeside(file))))
                    .orElseGet(() -> new Exit(Shutdown.EXIT_DONE, "The model is in " + file));
        } catch (IOException e) {
            return new Exit(Shutdown.EXIT_DONE, "The model cannot be written to " + file + ": " + e.getMessage());
        }
    }

    private double seconds() {
        return now.get().toNanos() / 1e9;
    }
}
