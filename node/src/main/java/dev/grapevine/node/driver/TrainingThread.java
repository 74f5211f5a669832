package dev.grapevine.node.driver;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.vertx.core.Context;

import dev.grapevine.node.replica.UserMistakeException;

/**
 * A thread for a node's slow work, which is done in the order in which it was asked for. What comes of it is told on
 * the event loop, failures too.
 */
final class TrainingThread implements AutoCloseable {

    private final Context loop;
    private final Consumer<UserMistakeException> mistake;
    private final Consumer<Throwable> bug;
    private final ExecutorService executor = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("training").daemon().factory());

    TrainingThread(Context loop, Consumer<UserMistakeException> mistake, Consumer<Throwable> bug) {
        this.loop = loop;
        this.mistake = mistake;
        this.bug = bug;
    }

    /** Returns at once; once closing has begun, nothing comes of it. */
    <T> void run(Callable<T> work, Consumer<T> then) {
        Runnable task = () -> {
            try {
                T result = work.call();
                loop.runOnContext(unused -> then.accept(result));
            } catch (UserMistakeException e) {
                loop.runOnContext(unused -> mistake.accept(e));
            } catch (Exception | Error e) {
                loop.runOnContext(unused -> bug.accept(e));
            }
        };
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // The node is stopping: nobody waits for this any more.
        }
    }

    /** What was asked for before is still done. */
    void takeNothingMore() {
        executor.shutdown();
    }

    /** Waits until all that was asked for is done. */
    @Override
    public void close() {
        executor.close();
    }
}
