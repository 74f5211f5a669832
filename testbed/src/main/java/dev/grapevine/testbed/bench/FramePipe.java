package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames from one side to the other, in batches: the receiver says when it has a whole batch, and two batches are under way
 * as long as it is pumped. Only one thread pumps.
 */
abstract class FramePipe implements AutoCloseable {

    private static final int BATCHES_UNDER_WAY = 2;
    private static final int BATCH_BYTES_MAX = 256 << 10;
    private static final int FRAMES_MAX = 256;
    private static final int PATIENCE_SECONDS = 30;

    private final int frameBytes;
    private final int batch;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean isPumped;
    private final AtomicLong batches = new AtomicLong();
    private volatile CountDownLatch quiet;

    FramePipe(int frameBytes) {
        this.frameBytes = frameBytes;
        this.batch = Math.clamp(BATCH_BYTES_MAX / frameBytes, 1, FRAMES_MAX);
    }

    int frameBytes() {
        return frameBytes;
    }

    /** Frames of one batch. */
    int batch() {
        return batch;
    }

    /** Sends a batch, on any thread. */
    abstract void sendBatch();

    /** The sender is told that a batch has arrived. */
    final void arrived() {
        batches.incrementAndGet();
        if (isPumped) {
            sendBatch();
        } else if (underWay.decrementAndGet() == 0) {
            quiet.countDown();
        }
    }

    /** Frames per second while it is pumped, until the last one has arrived. */
    final double pump(Duration time) {
        long before = batches.get();
        quiet = new CountDownLatch(1);
        underWay.set(BATCHES_UNDER_WAY);
        isPumped = true;
        long begin = System.nanoTime();
        for (int i = 0; i < BATCHES_UNDER_WAY; i++) {
            sendBatch();
        }
        NodeLab.rest(time);
        isPumped = false;
        try {
            if (!quiet.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new NotMeasuredException("frames were lost");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasuredException("it was interrupted", e);
        }
        return (batches.get() - before) * (double) batch * 1e9 / (System.nanoTime() - begin);
    }

    @Override
    public abstract void close();
}
