package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.grapevine.node.driver.NodeDriver.Exit;
import dev.grapevine.node.http.NodeHttp;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.transport.PeerTransport;

/**
 * The end of a node: in good order within a deadline, and at the deadline whatever it is doing. For one event loop,
 * unless a method says otherwise.
 */
final class Shutdown {

    /** The resources to close, in this order; the training thread is closed after membership. */
    record Parts(Optional<Membership> membership, Optional<NodeHttp> http, PeerTransport transport,
            Optional<EventRecorder> recorder, NodeDirectory directory) {}

    static final int EXIT_DONE = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_MISTAKE = 2;
    /**
     * Longest time to stop: service managers often kill after ten seconds. Work that is under way then is abandoned.
     */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    /** Time for rounds and loading before they are cut short. */
    private static final Duration ROUND_PATIENCE = Duration.ofSeconds(1);
    /** Time for unfinished exchanges with peers; the rest is for the disk. */
    private static final Duration PEERS_PATIENCE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Vertx vertx;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private boolean hurrying;
    private boolean stopping;
    /** The exit of a node that is stopping; null before. */
    private volatile Exit outcome;

    Shutdown(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completed when everything is closed, or abandoned at the deadline. Thread-safe. */
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
        vertx.setTimer(ROUND_PATIENCE.toMillis(), unused -> training.cutShort());
        vertx.setTimer(PEERS_PATIENCE.toMillis(), unused -> peersWaitedFor.run());
    }

    /**
     * Starts the deadline, on a thread of its own: the event loop and the training thread may be stuck. Thread-safe.
     */
    void endInTime() {
        if (!ending.getAndSet(true)) {
            CompletableFuture.delayedExecutor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::abandon);
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
        vertx.executeBlocking(() -> {
            parts.membership().ifPresent(Membership::stop);
            training.close();
            return null;
        }).eventually(() -> parts.http().map(NodeHttp::close).orElseGet(Future::succeededFuture))
                .eventually(() -> parts.transport().close()).onComplete(unused -> {
                    parts.recorder().ifPresent(EventRecorder::close);
                    DiskWriter.tried(parts.directory()::close)
                            .ifPresent(why -> LOG.warn("The folder cannot be unlocked", why));
                    vertx.close();
                    exit.complete(outcome);
                });
    }
}
