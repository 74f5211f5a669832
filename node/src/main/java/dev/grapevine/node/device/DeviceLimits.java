package dev.grapevine.node.device;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import com.sun.management.OperatingSystemMXBean;

import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The limits on the share of its device that a node may take.
 *
 * @param cpu         processors that the process may use on average; empty for all
 * @param memoryBytes resident memory of the process; empty for what the Java heap allows
 * @param pauseOn     when it pauses training; empty for never
 */
public record DeviceLimits(OptionalDouble cpu, OptionalLong memoryBytes, Optional<PauseConditions> pauseOn) {

    public static final DeviceLimits NONE = new DeviceLimits(OptionalDouble.empty(), OptionalLong.empty(),
            Optional.empty());

    /**
     * The memory that a process takes besides its heap: classes, code, threads, buffers of sockets. Measured: 95 to 110
     * MB.
     */
    static final long BESIDES_HEAP_BYTES = 110L << 20;
    private static final double LEAST_CPU = 0.01;
    private static final double MOST_CPU = 1024;
    /** Copies of the parameters while a round, an exchange and a checkpoint are under way at once. */
    private static final int COPIES = 12;

    /**
     * Reads the limits as users write them; empty texts are none.
     *
     * @throws UserMistakeException if one is not allowed
     */
    public static DeviceLimits parse(String cpu, String memory, String pauseOn) {
        return new DeviceLimits(cpu.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(processors(cpu)),
                memory.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bytes(memory)),
                pauseOn.isEmpty() ? Optional.empty() : Optional.of(PauseConditions.parse(pauseOn)));
    }

    private static double processors(String text) {
        try {
            return Quantities.number(text, LEAST_CPU, MOST_CPU);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(
                    "cpu is '" + text + "': allowed are processors from 0.01 to 1024, such as 0.5",
                    e);
        }
    }

    private static long bytes(String text) {
        try {
            // What the launcher reads, which has to give Java the size of its heap.
            if (!text.matches("\\d{1,7}[mgMG][bB]?")) {
                throw new IllegalArgumentException();
            }
            return Quantities.bytes(text.replaceAll("[bB]$", "").toUpperCase(Locale.ROOT) + "B");
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(
                    "memory is '" + text + "': allowed is a whole number of megabytes or gigabytes, such as 256m", e);
        }
    }

    /**
     * Checks that the heap of this process leaves room for the rest.
     *
     * @param heapBytesMax of this process
     * @throws UserMistakeException if it does not
     */
    public void checkHeap(long heapBytesMax) {
        memoryBytes.ifPresent(memory -> {
            if (memory < BESIDES_HEAP_BYTES + (16L << 20)) {
                throw new UserMistakeException("memory is " + megabytes(memory) + ": a node takes "
                        + megabytes(BESIDES_HEAP_BYTES) + " besides what it learns, so allowed are "
                        + megabytes(BESIDES_HEAP_BYTES + (16L << 20)) + " and more");
            }
            if (heapBytesMax > memory - BESIDES_HEAP_BYTES + (8L << 20)) {
                throw new UserMistakeException(
                        "memory is " + megabytes(memory) + ", but the heap of this process may take "
                                + megabytes(heapBytesMax)
                                + ": start it by the launcher ./grapevine, which limits it, or with -Xmx"
                                + ((memory - BESIDES_HEAP_BYTES) >> 20) + "m");
            }
        });
    }

    /**
     * Checks that a model and its data have room.
     *
     * @param usedBytes  of the heap, once the data are loaded
     * @param parameters of the model
     * @return why not, as a sentence for users; empty if they have
     */
    public Optional<String> refusal(long usedBytes, long parameters) {
        long least = BESIDES_HEAP_BYTES + usedBytes + COPIES * Float.BYTES * parameters;
        return memoryBytes.isPresent() && memoryBytes.getAsLong() < least
                ? Optional.of("memory is " + megabytes(memoryBytes.getAsLong()) + ": this model with these data needs "
                        + megabytes(least) + " at least")
                : Optional.empty();
    }

    private static String megabytes(long bytes) {
        return Math.ceilDiv(bytes, 1_000_000) + " MB";
    }

    /** Holds this process to its share; empty if it has all processors. For the thread that does most of the work. */
    public Optional<CpuShare> share() {
        return cpu.isEmpty()
                ? Optional.empty()
                : Optional.of(new CpuShare(cpu.getAsDouble(), System::nanoTime,
                        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())::getProcessCpuTime,
                        time -> {
                            try {
                                Thread.sleep(time);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }
}
