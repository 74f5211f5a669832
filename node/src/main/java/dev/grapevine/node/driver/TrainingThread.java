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
 * A thread for a node's slow work, which is done in the order in which it was asked for. What comes of it is told on
 * the event loop, failures too. Does not keep the process alive.
 */
final class TrainingThread implements AutoCloseable {

    private final Context loop;
    private final Consumer<UserMistakeException> mistake;
    private final Consumer<Throwable> bug;
    private final ExecutorService executor = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("training").daemon().factory());
    private volatile boolean cutShort;
    /** The thread while what it does may be interrupted, or null. */
    private Thread loading;

    TrainingThread(Context loop, Consumer<UserMistakeException> mistake, Consumer<Throwable> bug) {
        this.loop = loop;
        this.mistake = mistake;
        this.bug = bug;
    }

    /**
     * Returns at once; once closing has begun, nothing comes of it. Nothing comes of work either that ends with a
     * {@link CancelledException}.
     */
    <T> void run(Callable<T> work, Consumer<T> then) {
        Runnable task = () -> {
            try {
                T result = work.call();
                loop.runOnContext(unused -> then.accept(result));
            } catch (CancelledException e) {
                // Cut short: nobody waits for this any more.
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

    /** As {@link #run}, for work that changes nothing: it is interrupted when it is cut short. */
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

    /** What follows may have to be written to the disk, which an interrupted thread cannot do. */
    private synchronized void endLoading() {
        loading = null;
        Thread.interrupted();
    }

    /** Whether work that can end early should. May be called by any thread. */
    boolean isCutShort() {
        return cutShort;
    }

    /** Has work end early, that which was asked for as well as that which will be. */
    synchronized void cutShort() {
        cutShort = true;
        if (loading != null) {
            loading.interrupt();
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
