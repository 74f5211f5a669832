package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.grapevine.node.driver.NodeDriver.Exit;

class ShutdownTest {

    private static final Exit DONE = new Exit(Shutdown.EXIT_DONE, "");
    private static final Exit FAILED = new Exit(Shutdown.EXIT_FAILED, "a bug");

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final TrainingThread training = new TrainingThread(loop, events::add, events::add);
    private final ManualDelays later = new ManualDelays();
    private final ManualDelays deadline = new ManualDelays();
    private final Shutdown shutdown = new Shutdown(vertx, later, deadline);
    private final CountDownLatch left = new CountDownLatch(1);

    @AfterEach
    void close() {
        left.countDown();
        training.takeNothingMore();
        training.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Supplier<Future<Void>> server(String name, Future<Void> outcome) {
        return () -> {
            events.add(name);
            return outcome;
        };
    }

    private Shutdown.Parts parts(Future<Void> http) {
        return new Shutdown.Parts(() -> events.add("leave"),
                List.of(server("http", http), server("transport", Future.succeededFuture())),
                List.of(() -> events.add("recorder"), () -> events.add("folder")));
    }

    private Shutdown.Parts stuck() {
        return new Shutdown.Parts(() -> {
            try {
                left.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }, List.of(), List.of());
    }

    @Test
    void partsAreClosedInOrderAfterTraining() {
        training.run(() -> events.add("checkpoint"), unused -> {});
        shutdown.stop(DONE, training, parts(Future.succeededFuture()));
        assertThat(shutdown.exit().join()).isEqualTo(DONE);
        assertThat(events).containsOnlyOnce("checkpoint").endsWith("http", "transport", "recorder", "folder")
                .hasSize(6);
        assertThat(events.subList(0, 2)).contains("leave", "checkpoint");
    }

    @Test
    void partThatCannotBeClosedHoldsUpNoOther() {
        shutdown.stop(DONE, training, parts(Future.failedFuture("http")));
        assertThat(shutdown.exit().join()).isEqualTo(DONE);
        assertThat(events).containsExactly("leave", "http", "transport", "recorder", "folder");
    }

    @Test
    void firstExitCountsAndClosesOnce() {
        shutdown.stop(FAILED, training, parts(Future.succeededFuture()));
        shutdown.stop(DONE, training, parts(Future.succeededFuture()));
        assertThat(shutdown.exit().join()).isEqualTo(FAILED);
        assertThat(events).containsOnlyOnce("leave", "folder");
    }

    @Test
    void deadlineAbandonsClosingWithItsExit() {
        shutdown.stop(DONE, training, stuck());
        assertThat(shutdown.exit()).isNotDone();
        deadline.advanceTo(Shutdown.STOP_DEADLINE);
        assertThat(shutdown.exit()).isCompletedWithValue(DONE);
    }

    @Test
    void deadlineAbandonsLeavingAsFailure() {
        shutdown.endInTime();
        shutdown.endInTime();
        assertThat(deadline.pending()).isEqualTo(1);
        deadline.advanceTo(Shutdown.STOP_DEADLINE.minusMillis(1));
        assertThat(shutdown.exit()).isNotDone();
        deadline.advanceTo(Shutdown.STOP_DEADLINE);
        assertThat(shutdown.exit().join().code()).isEqualTo(Shutdown.EXIT_FAILED);
        assertThat(shutdown.exit().join().sentence()).startsWith("Leaving took longer than 5 s");
    }

    @Test
    void leavingCutsRoundsShortThenPeers() {
        shutdown.hurry(training, () -> events.add("peers"));
        shutdown.hurry(training, () -> events.add("peers again"));
        assertThat(shutdown.isEnding()).isTrue();
        assertThat(shutdown.isStopping()).isFalse();
        assertThat(training.isCutShort()).isFalse();
        later.advanceTo(Shutdown.ROUND_PATIENCE);
        assertThat(training.isCutShort()).isTrue();
        assertThat(events).isEmpty();
        later.advanceTo(Duration.ofHours(1));
        assertThat(events).containsExactly("peers");
        assertThat(deadline.pending()).isEqualTo(1);
    }

    @Test
    void stoppingTakesNoMoreWork() {
        shutdown.stop(DONE, training, stuck());
        training.run(() -> events.add("late"), unused -> {});
        left.countDown();
        await().until(() -> shutdown.exit().isDone());
        assertThat(shutdown.isStopping()).isTrue();
        assertThat(events).isEmpty();
    }
}
