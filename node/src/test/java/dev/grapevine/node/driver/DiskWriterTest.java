package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** A disk that is full for a while. */
class DiskWriterTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final DiskWriter disk = new DiskWriter(vertx, notices::add, () -> false, bugs::add);
    private final AtomicInteger failures = new AtomicInteger(2);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void fullAtFirst() throws IOException {
        if (failures.getAndDecrement() > 0) {
            throw new IOException("No space left on device");
        }
        written.add("first");
    }

    @Test
    void writesUnderOneNameAreRetriedInOrder() {
        loop.runOnContext(unused -> {
            disk.untilWritten("a", this::fullAtFirst).onSuccess(done -> written.add("first is known"));
            disk.untilWritten("a", () -> written.add("second"));
            disk.untilWritten("b", () -> written.add("another"));
        });
        await().until(() -> written.size() == 4);
        assertThat(written).filteredOn(name -> !name.equals("another")).contains("first", "second")
                .satisfies(names -> assertThat(names.indexOf("first")).isLessThan(names.indexOf("second")));
        assertThat(written.getFirst()).isEqualTo("another");
        assertThat(notices).hasSize(2);
        assertThat(notices.getFirst()).contains("No space left on device");
        assertThat(bugs).isEmpty();
    }

    @Test
    void otherFailureIsBugAndNotRetried() {
        loop.runOnContext(unused -> disk.once("a", () -> {
            throw new IllegalStateException("wrong");
        }));
        await().until(() -> !bugs.isEmpty());
        assertThat(notices).isEmpty();
        assertThat(bugs).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void uncheckedDiskFailuresAreDiskFailures() {
        IOException cause = new IOException("full");
        assertThat(DiskWriter.tried(() -> {
            throw new UncheckedIOException(cause);
        })).contains(cause);
    }
}
