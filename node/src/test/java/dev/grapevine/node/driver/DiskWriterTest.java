package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import org.awaitility.Awaitility;

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
        Awaitility.await().until(() -> written.size() == 4);
        assertThat(written).filteredOn(name -> !name.equals("another")).contains("first", "second")
                .satisfies(names -> assertThat(names.indexOf("first")).isLessThan(names.indexOf("second")));
        assertThat(written.getFirst()).isEqualTo("another");
        assertThat(notices).hasSize(2);
        assertThat(notices.getFirst()).contains("No space left on device");
        assertThat(bugs).isEmpty();
    }

    /** The disk hangs in the first write: the event loop goes on, and one snapshot waits. */
    @Test
    void newestWriteWinsWhileDiskHangs() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        loop.runOnContext(unused -> {
            disk.newest("a", () -> {
                await(hanging);
                written.add("1");
            });
            for (int i = 2; i < 100; i++) {
                int number = i;
                disk.newest("a", () -> written.add(String.valueOf(number)));
            }
            assertThat(disk.isBusy("a")).isTrue();
            asked.countDown();
        });
        asked.await();
        assertThat(written).isEmpty();
        hanging.countDown();
        finish();
        assertThat(written).containsExactly("1", "99");
        assertThat(bugs).isEmpty();
    }

    private void finish() {
        CompletableFuture<Object> finished = new CompletableFuture<>();
        loop.runOnContext(unused -> disk.finish().onComplete(done -> finished.complete("done"), bugs::add));
        finished.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void newestIsRetriedUnlessNewerOneComes() {
        loop.runOnContext(unused -> disk.newest("a", this::fullAtFirst));
        Awaitility.await().until(() -> written.size() == 1);
        assertThat(notices).hasSize(2);
        failures.set(1000);
        loop.runOnContext(unused -> disk.newest("a", this::fullAtFirst));
        Awaitility.await().until(() -> notices.size() == 3);
        loop.runOnContext(unused -> {
            assertThat(disk.isBusy("a")).isTrue();
            disk.newest("a", () -> written.add("newer"));
        });
        Awaitility.await().until(() -> notices.size() == 4);
        finish();
        assertThat(written).containsExactly("first", "newer");
        assertThat(bugs).isEmpty();
    }

    /** A merge of replicas is no business of the disk. */
    @Test
    void hangingDiskHoldsUpNoOtherWork() {
        CountDownLatch hanging = new CountDownLatch(1);
        loop.runOnContext(unused -> {
            disk.untilWritten("a", () -> await(hanging));
            vertx.executeBlocking(() -> written.add("merged"));
        });
        Awaitility.await().until(() -> written.contains("merged"));
        hanging.countDown();
        finish();
    }

    @Test
    void otherFailureIsBugAndNotRetried() {
        loop.runOnContext(unused -> disk.once("a", () -> {
            throw new IllegalStateException("wrong");
        }));
        Awaitility.await().until(() -> !bugs.isEmpty());
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
