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
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.StopRule;

/**
 * Judges what a node serves as often as its run says, has it stop when its user's rule holds, and writes its model in the
 * end. For one event loop.
 */
final class Judge {

    private final StopRule rule;
    private final Path folder;
    private final TrainingThread training;
    private final Statistics statistics;
    private final Supplier<Duration> now;
    private final Supplier<Optional<PeerProtocol>> life;
    private final Runnable judged;
    private final Consumer<Event> wish;
    private Duration every;
    /** The best of what was served in this life; null until there is something to learn. */
    private KeptModel kept;
    private Duration lastJudged = Duration.ZERO;
    private boolean judging;

    /**
     * @param own    the options of this node's user
     * @param folder for the model of the end
     * @param now    since the node was started
     * @param life   the protocol that is asked, at any time; empty between two lives
     * @param judged called behind each judgement, which the statistics have then
     * @param wish   takes what the stop rule leads to, not at once
     */
    Judge(RunOptions own, Path folder, TrainingThread training, Statistics statistics, Supplier<Duration> now,
            Supplier<Optional<PeerProtocol>> life, Runnable judged, Consumer<Event> wish) {
        this.rule = own.get(RunOptions.STOP);
        this.folder = folder;
        this.training = training;
        this.statistics = statistics;
        this.now = now;
        this.life = life;
        this.judged = judged;
        this.wish = wish;
    }

    /** From now on this is learned. */
    void learns(LocalRun run) {
        every = run.setup().options().get(RunOptions.EVALUATE).every();
        kept = new KeptModel(run);
    }

    /** A round of this node's training is in its replica: judges if that is due. */
    void roundInstalled(float[] served) {
        if (!judging && now.get().minus(lastJudged).compareTo(every) >= 0) {
            judging = true;
            float[] copy = served.clone();
            double seconds = seconds();
            KeptModel present = kept;
            training.run(() -> present.judge(seconds, copy, training::isCutShort), this::judged);
        }
        stopIfDue();
    }

    private void judged(Metrics metrics) {
        judging = false;
        lastJudged = now.get();
        statistics.metrics = metrics;
        judged.run();
        stopIfDue();
    }

    private void stopIfDue() {
        life.get().filter(protocol -> protocol.phase() == Phase.RUNNING && !statistics.stopped).ifPresent(protocol -> {
            double accuracy = statistics.metrics == null ? Double.NaN : statistics.metrics.accuracy();
            if (rule.holds(now.get(), protocol.rounds(), accuracy)) {
                statistics.stopped = true;
                wish.accept(rule.serve() ? new Event.PauseRequested() : new Event.LeaveRequested());
            }
        });
    }

    /**
     * Writes the model of the end.
     *
     * @param served what the node serves, if anything
     * @param then   told how the node ends
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
                    .orElseGet(() -> new Exit(Shutdown.EXIT_DONE, "The model lies in " + file));
        } catch (IOException e) {
            return new Exit(Shutdown.EXIT_DONE, "The model cannot be written to " + file + ": " + e.getMessage());
        }
    }

    private double seconds() {
        return now.get().toNanos() / 1e9;
    }
}
