package dev.grapevine.node.driver;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.vertx.core.Context;

import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A thread for a node's slow work, done in the order of the requests. Results and failures are delivered on the event
 * loop. Does not keep the process alive. Thread-safe.
 */
final class TrainingThread implements AutoCloseable {

    private final Context loop;
    private final Consumer<UserMistakeException> mistake;
    private final Consumer<Throwable> bug;
    private final ExecutorService executor = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("training").daemon().factory());
    private volatile boolean cutShort;
    /** The thread while its work may be interrupted; otherwise null. */
    private Thread loading;

    TrainingThread(Context loop, Consumer<UserMistakeException> mistake, Consumer<Throwable> bug) {
        this.loop = loop;
        this.mistake = mistake;
        this.bug = bug;
    }

    /**
     * Asks for work and returns at once. Work has no outcome if it ends with a {@link CancelledException}, or if
     * closing has begun.
     */
    <T> void run(Callable<T> work, Consumer<T> then) {
        Runnable task = () -> {
            try {
                T result = work.call();
                loop.runOnContext(unused -> then.accept(result));
            } catch (CancelledException e) {
                // Cut short: nobody waits for the result.
            } catch (UserMistakeException e) {
                loop.runOnContext(unused -> mistake.accept(e));
            } catch (Exception | Error e) {
                loop.runOnContext(unused -> bug.accept(e));
            }
        };
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // The node is stopping: nobody waits for the result.
        }
    }

    /** Asks for work that changes nothing, as {@link #run} does; interrupts it when it is cut short. */
    <T> void load(Callable<T> work, Consumer<T> then) {
        run(() -> interruptibly(work), then);
    }

    private <T> T interruptibly(Callable<T> work) throws Exception {
        beginLoading();
        try {
            return work.call();
        } catch (Exception e) {
            if (cutShort) {
                throw new CancelledException();
            }
            throw e;
        } finally {
            endLoading();
        }
    }

    private synchronized void beginLoading() {
        loading = Thread.currentThread();
        if (cutShort) {
            loading.interrupt();
        }
    }

    /** Clears the interrupt: an interrupted thread cannot write to the disk. */
    private synchronized void endLoading() {
        loading = null;
        Thread.interrupted();
    }

    /** Whether work should end early. */
    boolean isCutShort() {
        return cutShort;
    }

    /** Has all work end early, present and future. */
    synchronized void cutShort() {
        cutShort = true;
        if (loading != null) {
            loading.interrupt();
        }
    }

    /** Takes no more work; work that was asked for before is still done. */
    void takeNothingMore() {
        executor.shutdown();
    }

    /** Waits until all work is done. */
    @Override
    public void close() {
        executor.close();
    }
}
