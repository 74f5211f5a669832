package dev.grapevine.node.device;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Holds a process to a share of the processors: a token bucket (Turner, 1986) that fills with time and is emptied by the
 * processor time of the whole process. The thread that does most of the work asks between pieces of work, and rests while
 * the bucket is empty. For one thread.
 */
public final class CpuShare {

    /** The most that may be used at once after an idle time, as time at full share. */
    private static final Duration BURST = Duration.ofSeconds(1);
    /** Asking the system takes a microsecond, and a step of a small model not much more. */
    private static final long LOOK_NANOS = 1_000_000;
    /** Rests are short, so that an end of the node is seen soon. */
    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    /** Lets the thread rest. */
    @FunctionalInterface
    public interface Rest {
        void rest(Duration time);
    }

    private final double share;
    private final LongSupplier nanos;
    private final LongSupplier cpuNanos;
    private final Rest rest;
    private double tokens;
    private long lastNanos;
    private long lastCpu;
    private volatile long restedNanos;

    /**
     * @param share    processors, more than 0
     * @param nanos    a clock
     * @param cpuNanos processor time of the process
     */
    public CpuShare(double share, LongSupplier nanos, LongSupplier cpuNanos, Rest rest) {
        this.share = share;
        this.nanos = nanos;
        this.cpuNanos = cpuNanos;
        this.rest = rest;
        this.tokens = share * BURST.toNanos();
        this.lastNanos = nanos.getAsLong();
        this.lastCpu = cpuNanos.getAsLong();
    }

    /** Rests until the share holds. Asked between pieces of work. */
    public void keep(BooleanSupplier isCutShort) {
        if (nanos.getAsLong() - lastNanos < LOOK_NANOS) {
            return;
        }
        count();
        while (tokens < 0 && !isCutShort.getAsBoolean()) {
            long needed = (long) Math.ceil(-tokens / share);
            rest.rest(Duration.ofNanos(Math.min(needed, LONGEST_REST.toNanos())));
            long before = lastNanos;
            count();
            restedNanos += lastNanos - before;
        }
    }

    private void count() {
        long now = nanos.getAsLong();
        long cpu = cpuNanos.getAsLong();
        tokens = Math.min(share * BURST.toNanos(), tokens + share * (now - lastNanos)) - (cpu - lastCpu);
        lastNanos = now;
        lastCpu = cpu;
    }

    /** The total time for which the thread has rested. Thread-safe. */
    public Duration rested() {
        return Duration.ofNanos(restedNanos);
    }
}
