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
 * Writes to a disk that may be full for a while: off the event loop, again and again where that is wished, and users are
 * told once when it fails and once when it works again. For one event loop.
 */
final class DiskWriter {

    /** Something that needs the disk. */
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
    /** The last bytes to be written under a name. */
    private final Map<String, Future<Void>> lastWrites = new HashMap<>();

    /**
     * @param notice  told sentences for the user, on the event loop
     * @param givesUp whether what failed is not tried again
     * @param bug     told failures that are none of the disk
     */
    DiskWriter(Vertx vertx, Consumer<String> notice, BooleanSupplier givesUp, Consumer<Throwable> bug) {
        this.vertx = vertx;
        this.notice = notice;
        this.givesUp = givesUp;
        this.bug = bug;
    }

    /**
     * Tries again and again; the future tells when it is on the disk. Under one name the later is written after the
     * earlier.
     */
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

    /** Tries once. */
    void once(String what, Work work) {
        vertx.executeBlocking(() -> tried(work)).onComplete(failure -> tell(what, failure), bug::accept);
    }

    /** Does it at once, on the caller's thread, which may be any; what came of it is for {@link #tell}. */
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

    /** Tells users what came of it, if that is news. */
    void tell(String what, Optional<IOException> failure) {
        failure.map(why -> troubles.failed(what, why)).orElseGet(() -> troubles.worked(what)).ifPresent(notice);
    }
}
