package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.grapevine.node.driver.NodeDriver.Exit;

/**
 * The end of a node: in good order within a deadline, and at the deadline whatever it is doing. For one event loop,
 * unless a method says otherwise.
 */
final class Shutdown {

    /**
     * The parts to close, in this order.
     *
     * @param leave   leaves the cluster; blocks; the training thread is closed after it
     * @param servers close what listens and connects
     * @param files   close what is on the disk
     */
    record Parts(Runnable leave, List<Supplier<Future<Void>>> servers, List<DiskWriter.Work> files) {}

    static final int EXIT_DONE = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_MISTAKE = 2;
    /**
     * Longest time to stop: service managers often kill after ten seconds. Work that is under way then is abandoned.
     */
    static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    /** Time for rounds and loading before they are cut short. */
    static final Duration ROUND_PATIENCE = Duration.ofSeconds(1);
    /** Time for unfinished exchanges with peers; the rest is for the disk. */
    static final Duration PEERS_PATIENCE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Vertx vertx;
    private final DelayedExecutor later;
    private final DelayedExecutor deadline;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private boolean hurrying;
    private boolean stopping;
    /** The exit of a node that is stopping; null before. */
    private volatile Exit outcome;

    /**
     * @param later    runs actions on the event loop
     * @param deadline runs actions even while the event loop is stuck
     */
    Shutdown(Vertx vertx, DelayedExecutor later, DelayedExecutor deadline) {
        this.vertx = vertx;
        this.later = later;
        this.deadline = deadline;
    }

    /** The end of the node, completed when everything is closed, or abandoned at the deadline. Thread-safe. */
    CompletableFuture<Exit> exit() {
        return exit;
    }

    /** Whether the node is closing its resources. */
    boolean isStopping() {
        return stopping;
    }

    /** Whether the node is leaving or closing its resources. */
    boolean isEnding() {
        return hurrying || stopping;
    }

    /**
     * Starts the time limits of leaving, so that it ends before the deadline.
     *
     * @param peersWaitedFor called when the time for peers is over
     */
    void hurry(TrainingThread training, Runnable peersWaitedFor) {
        if (hurrying) {
            return;
        }
        hurrying = true;
        endInTime();
        later.run(ROUND_PATIENCE, training::cutShort);
        later.run(PEERS_PATIENCE, peersWaitedFor);
    }

    /**
     * Starts the deadline, on a thread of its own: the event loop and the training thread may be stuck. Thread-safe.
     */
    void endInTime() {
        if (!ending.getAndSet(true)) {
            deadline.run(STOP_DEADLINE, this::abandon);
        }
    }

    private void abandon() {
        Exit known = outcome;
        exit.complete(known != null
                ? known
                : new Exit(EXIT_FAILED, "Leaving took longer than " + STOP_DEADLINE.toSeconds()
                        + " s: stopped; the next start goes on from the last checkpoint"));
    }

    /**
     * Closes everything, after the work that waits for the training thread, such as a last checkpoint. The first exit
     * counts.
     */
    void stop(Exit how, TrainingThread training, Parts parts) {
        if (stopping) {
            return;
        }
        stopping = true;
        outcome = how;
        endInTime();
        training.cutShort();
        training.takeNothingMore();
        Future<Void> closed = vertx.executeBlocking(() -> {
            parts.leave().run();
            training.close();
            return null;
        });
        for (Supplier<Future<Void>> server : parts.servers()) {
            closed = closed.eventually(server);
        }
        closed.onComplete(unused -> {
            parts.files().forEach(file -> DiskWriter.tried(file)
                    .ifPresent(why -> LOG.warn("A file of the node's folder cannot be closed", why)));
            vertx.close();
            exit.complete(outcome);
        });
    }
}
