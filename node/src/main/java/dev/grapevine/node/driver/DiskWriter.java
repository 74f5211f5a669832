package dev.grapevine.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

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

    private final Vertx vertx;
    private final Consumer<String> notice;
    private final BooleanSupplier givesUp;
    private final Consumer<Throwable> bug;
    private final DiskTroubles troubles = new DiskTroubles();
    /** The last write that was asked for under each name. */
    private final Map<String, Future<Void>> lastWrites = new HashMap<>();

    /**
     * @param notice  receives sentences for users, on the event loop
     * @param givesUp whether failed writes are not tried again
     * @param bug     receives failures that are not the disk's
     */
    DiskWriter(Vertx vertx, Consumer<String> notice, BooleanSupplier givesUp, Consumer<Throwable> bug) {
        this.vertx = vertx;
        this.notice = notice;
        this.givesUp = givesUp;
        this.bug = bug;
    }

    /** Retries until the write succeeds; the future then completes. Writes under one name keep their order. */
    Future<Void> untilWritten(String what, Work work) {
        Promise<Void> written = Promise.promise();
        Future<Void> before = lastWrites.put(what, written.future());
        if (before == null) {
            tryToWrite(what, work, written);
        } else {
            before.onComplete(unused -> tryToWrite(what, work, written));
        }
        return written.future();
    }

    private void tryToWrite(String what, Work work, Promise<Void> written) {
        vertx.executeBlocking(() -> tried(work)).onComplete(failure -> {
            tell(what, failure);
            if (failure.isEmpty()) {
                written.complete();
            } else if (!givesUp.getAsBoolean()) {
                vertx.setTimer(WRITE_AGAIN_MILLIS, unused -> tryToWrite(what, work, written));
            }
        }, bug::accept);
    }

    /** Writes once, without retries. */
    void once(String what, Work work) {
        vertx.executeBlocking(() -> tried(work)).onComplete(failure -> tell(what, failure), bug::accept);
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
