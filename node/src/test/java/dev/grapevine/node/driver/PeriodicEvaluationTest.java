package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.gossip.event.Event;
import dev.grapevine.node.driver.NodeDriver.Exit;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;

/** Evaluation and the final model, without a node. */
class PeriodicEvaluationTest {

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final List<Object> told = new CopyOnWriteArrayList<>();
    private final TrainingThread training = new TrainingThread(loop, told::add, told::add);
    private final Statistics statistics = new Statistics();

    @BeforeEach
    void hearOfFailures() {
        loop.exceptionHandler(told::add);
    }

    @AfterEach
    void close() {
        training.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private RunOptions options() throws IOException {
        Path data = Files.writeString(folder.resolve("a.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n");
        return RunOptions.of(Map.of("data", "csv:" + data + ",test=" + data, "model", "mlp:2", "stop", "rounds=1"));
    }

    /** Between two lives the stop rule has no effect. */
    private PeriodicEvaluation evaluation(RunOptions options) {
        return new PeriodicEvaluation(options, folder, training, statistics, () -> Duration.ofHours(1), Optional::empty,
                () -> told.add("evaluated"), told::add);
    }

    @Test
    void evaluationBetweenLivesStopsNothing() throws IOException {
        RunOptions options = options();
        LocalRun run = LocalRun.prepare(RunSetup.found(options));
        PeriodicEvaluation evaluation = evaluation(options);
        loop.runOnContext(unused -> {
            evaluation.learns(run);
            evaluation.roundInstalled(run.setup().initialParameters(run.network()));
        });
        await().until(() -> !told.isEmpty());
        loop.runOnContext(unused -> told.add("later"));
        await().until(() -> told.contains("later"));
        assertThat(statistics.metrics).isNotNull();
        assertThat(told).as("the protocol is told, if there is one").containsExactly(
                new Event.Evaluated(4, statistics.metrics.loss(), statistics.metrics.accuracy()), "evaluated",
                "later");
    }

    @Test
    void finalModelIsWrittenOnce() throws IOException {
        RunOptions options = options();
        LocalRun run = LocalRun.prepare(RunSetup.found(options));
        PeriodicEvaluation evaluation = evaluation(options);
        loop.runOnContext(unused -> {
            evaluation.writeModel(Optional.of(new float[3]), told::add);
            evaluation.learns(run);
            evaluation.writeModel(Optional.empty(), told::add);
            evaluation.writeModel(Optional.of(run.setup().initialParameters(run.network())), told::add);
        });
        await().until(() -> told.size() == 3);
        assertThat(told).containsExactly(new Exit(0, ""), new Exit(0, ""),
                new Exit(0, "The model is in " + SavedModel.in(folder)));
        assertThat(SavedModel.in(folder)).exists();
    }
}
