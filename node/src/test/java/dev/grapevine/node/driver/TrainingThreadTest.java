package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Vertx;

import dev.grapevine.node.store.AtomicFile;

class TrainingThreadTest {

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Object> told = new CopyOnWriteArrayList<>();
    private final TrainingThread training = new TrainingThread(vertx.getOrCreateContext(), told::add, told::add);

    @AfterEach
    void close() {
        training.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void cutShortEndsLoadsAndNotWrites() {
        CountDownLatch begun = new CountDownLatch(1);
        training.load(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "loaded";
        }, told::add);
        training.run(() -> {
            AtomicFile.replace(folder.resolve("kept"), new byte[]{1, 2});
            return "kept";
        }, told::add);
        training.load(() -> {
            new CountDownLatch(1).await();
            return "loaded later";
        }, told::add);
        training.run(() -> training.isCutShort(), told::add);
        training.takeNothingMore();
        await().until(() -> begun.getCount() == 0);
        training.cutShort();
        await().until(() -> told.size() == 2);
        assertThat(told).containsExactly("kept", true);
        assertThat(Files.exists(folder.resolve("kept"))).isTrue();
    }

    @Test
    void writeIsNotCutShort() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        training.run(() -> {
            begun.countDown();
            go.await();
            return "written";
        }, told::add);
        await().until(() -> begun.getCount() == 0);
        training.cutShort();
        go.countDown();
        await().until(() -> told.size() == 1);
        assertThat(told).containsExactly("written");
    }
}
