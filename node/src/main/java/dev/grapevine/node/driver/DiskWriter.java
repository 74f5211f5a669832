package dev.grapevine.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/**
 * Writes off the event loop to a disk that may be full for a while, with retries where asked. Users are told once when
 * writing fails and once when it succeeds again. For one event loop.
 */
final class DiskWriter {

    /** Work that writes to the disk. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private static final long WRITE_AGAIN_MILLIS = 1_000;
    /** A disk that stays full is tried again each minute. */
    private static final long WRITE_AGAIN_MAX_MILLIS = 60_000;

    /** A name under which only the newest write counts. */
    private static final class Newest {
        /** The work that has not begun yet, or is to be tried again; null if there is none. */
        private Work waiting;
        private boolean isWriting;
        private long wait = WRITE_AGAIN_MILLIS;
        /** The timer for the next try; negative without one. */
        private long timer = -1;
    }

    private final Vertx vertx;
    /** One thread: a disk that hangs holds up nothing but other writes. */
    private final WorkerExecutor disk;
    private final Consumer<String> notice;
    private final BooleanSupplier givesUp;
    private final Consumer<Throwable> bug;
    private final DiskTroubles troubles = new DiskTroubles();
    /** The last write that was asked for under each name. */
    private final Map<String, Future<Void>> lastWrites = new HashMap<>();
    private final Map<String, Newest> newest = new HashMap<>();

    /**
     * @param notice  receives sentences for users, on the event loop
     * @param givesUp whether failed writes are not tried again
     * @param bug     receives failures that are not the disk's
     */
    DiskWriter(Vertx vertx, Consumer<String> notice, BooleanSupplier givesUp, Consumer<Throwable> bug) {
        this.vertx = vertx;
        this.disk = vertx.createSharedWorkerExecutor("disk", 1);
        this.notice = notice;
        this.givesUp = givesUp;
        this.bug = bug;
    }

    /** Retries until the write succeeds; the future then completes. Writes under one name keep their order. */
    Future<Void> untilWritten(String what, Work work) {
        Promise<Void> written = Promise.promise();
        Future<Void> before = lastWrites.put(what, written.future());
        if (before == null) {
            tryToWrite(what, work, written, WRITE_AGAIN_MILLIS);
        } else {
            before.onComplete(unused -> tryToWrite(what, work, written, WRITE_AGAIN_MILLIS));
        }
        return written.future();
    }

    private void tryToWrite(String what, Work work, Promise<Void> written, long wait) {
        onDisk(() -> tried(work)).onComplete(failure -> {
            tell(what, failure);
            if (failure.isEmpty()) {
                written.complete();
            } else if (!givesUp.getAsBoolean()) {
                vertx.setTimer(wait, unused -> tryToWrite(what, work, written, longer(wait)));
            }
        }, bug::accept);
    }

    /** The one thread keeps the order. An order of the whole context would have other work wait for the disk. */
    private <T> Future<T> onDisk(Callable<T> work) {
        return disk.executeBlocking(work, false);
    }

    private static long longer(long wait) {
        return Math.min(2 * wait, WRITE_AGAIN_MAX_MILLIS);
    }

    /**
     * Writes the newest of what is asked for under a name: while one write is under way, at most one other waits, which a
     * newer one replaces. Retries until a write succeeds.
     */
    void newest(String what, Work work) {
        Newest name = newest.computeIfAbsent(what, unused -> new Newest());
        name.waiting = work;
        if (name.timer >= 0) {
            vertx.cancelTimer(name.timer);
        }
        writeNewest(what, name);
    }

    /** The number of writes that have failed, each try counted. */
    long failures() {
        return troubles.failures();
    }

    /** Whether a write under this name is under way, or waits. */
    boolean isBusy(String what) {
        Newest name = newest.get(what);
        return name != null && (name.isWriting || name.waiting != null);
    }

    private void writeNewest(String what, Newest name) {
        name.timer = -1;
        if (name.isWriting || name.waiting == null) {
            return;
        }
        Work work = name.waiting;
        name.waiting = null;
        name.isWriting = true;
        onDisk(() -> tried(work)).onComplete(failure -> {
            name.isWriting = false;
            tell(what, failure);
            if (name.waiting == null && failure.isPresent()) {
                name.waiting = work;
                tryAgain(what, name);
                return;
            }
            name.wait = WRITE_AGAIN_MILLIS;
            writeNewest(what, name);
        }, bug::accept);
    }

    private void tryAgain(String what, Newest name) {
        if (givesUp.getAsBoolean()) {
            return;
        }
        name.timer = vertx.setTimer(name.wait, unused -> writeNewest(what, name));
        name.wait = longer(name.wait);
    }

    /** Completes once nothing is under way on the disk any more. To be called when failed writes are given up. */
    Future<Void> finish() {
        return onDisk(() -> null).transform(unused -> newest.values().stream()
                .anyMatch(name -> name.isWriting) ? finish() : Future.succeededFuture());
    }

    /** Works once, in the order of all that is asked of the disk; the future tells the outcome. */
    <T> Future<T> result(Callable<T> work) {
        return onDisk(work);
    }

    /** Writes once, without retries. */
    void once(String what, Work work) {
        onDisk(() -> tried(work)).onComplete(failure -> tell(what, failure), bug::accept);
    }

    /** Writes on the caller's thread. Returns the failure, if any, for {@link #tell}. Thread-safe. */
    static Optional<IOException> tried(Work work) {
        try {
            work.run();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        } catch (UncheckedIOException e) {
            return Optional.of(e.getCause());
        }
    }

    /** Tells users about the outcome of a write if it differs from the last one. */
    void tell(String what, Optional<IOException> failure) {
        failure.map(why -> troubles.failed(what, why)).orElseGet(() -> troubles.worked(what)).ifPresent(notice);
    }
}
