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
 * How a node ends: in good order if that takes no longer than its deadline, and at the deadline whatever it is doing. For
 * one event loop, unless a method says otherwise.
 */
final class Shutdown {

    /** Resources that are closed, in this order behind the training thread. */
    record Parts(Optional<Membership> membership, Optional<NodeHttp> http, PeerTransport transport,
            Optional<EventRecorder> recorder, NodeDirectory directory) {}

    static final int EXIT_DONE = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_MISTAKE = 2;
    /**
     * How long a node may take to stop, whatever it is doing: those who stop it kill it after ten seconds, often. What is
     * under way then is abandoned.
     */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    /** The first part of it, for what is computed or loaded: then that is cut short. */
    private static final Duration ROUND_PATIENCE = Duration.ofSeconds(1);
    /** And the second, for what is unfinished with peers; the rest is for the disk. */
    private static final Duration PEERS_PATIENCE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Vertx vertx;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private boolean hurrying;
    private boolean stopping;
    /** How it is going to end; null until it stops. */
    private volatile Exit outcome;

    Shutdown(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completed when everything is closed, or abandoned. May be asked by any thread. */
    CompletableFuture<Exit> exit() {
        return exit;
    }

    /** Whether the node closes what it has. */
    boolean isStopping() {
        return stopping;
    }

    /** Whether the node leaves, or closes what it has. */
    boolean isEnding() {
        return hurrying || stopping;
    }

    /**
     * Sees to it that leaving comes to its end before the deadline: what takes long is not waited for.
     *
     * @param peersWaitedFor what to do once peers have had their time
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
     * Starts the deadline. Neither the event loop nor the training thread is asked: they may be what takes so long. May be
     * called by any thread.
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
                : new Exit(EXIT_FAILED, "Was not done with leaving within " + STOP_DEADLINE.toSeconds()
                        + " s and is stopped: it goes on from its last checkpoint when it is started again"));
    }

    /** Closes everything; the first outcome counts. What waits for the training thread, such as a last checkpoint, is done first. */
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
                            .ifPresent(why -> LOG.warn("The folder cannot be given back", why));
                    vertx.close();
                    exit.complete(outcome);
                });
    }
}
