package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;

/** Runs actions after a delay, each once. */
@FunctionalInterface
interface DelayedExecutor {

    /** Returns at once. */
    void run(Duration delay, Runnable action);

    /** Runs actions on the event loop that asks; for that loop. Delays are at least 1 ms. */
    static DelayedExecutor onLoop(Vertx vertx) {
        return (delay, action) -> vertx.setTimer(Math.max(1, delay.toMillis()), unused -> action.run());
    }

    /** Runs actions on threads of their own, whatever the event loop is doing. Thread-safe. */
    static DelayedExecutor onOtherThread() {
        return (delay, action) -> CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(action);
    }
}
