package dev.grapevine.node.replica.data.rows;

import dev.grapevine.node.words.UserMistakeException;

/**
 * How much memory rows may take. Data that are too large then end in a sentence while they are loaded, rather than in an
 * {@link OutOfMemoryError} some time later.
 */
public final class RowBudget {

    /** The rest is for the model, and for what loading leaves behind. */
    private static final double SHARE_OF_HEAP = 0.7;
    /** Of each row's own objects, and of its number in splits and training orders. */
    private static final int ROW_BYTES = 64;

    private final String source;
    private final long heapBytes;
    private final long bytesMax;
    private long bytes;
    private long rows;

    /**
     * @param source    what the sentence starts with
     * @param heapBytes what the virtual machine may take
     */
    RowBudget(String source, long heapBytes) {
        this.source = source;
        this.heapBytes = heapBytes;
        this.bytesMax = (long) (SHARE_OF_HEAP * heapBytes);
    }

    /** For the heap that this virtual machine has. */
    public static RowBudget ofHeap(String source) {
        return new RowBudget(source, Runtime.getRuntime().maxMemory());
    }

    /**
     * Takes memory for one more row.
     *
     * @throws UserMistakeException if there is no more
     */
    void spend(long rowBytes) {
        bytes += rowBytes + ROW_BYTES;
        rows++;
        if (bytes > bytesMax) {
            throw new UserMistakeException(source + " is too large for memory: " + (rows - 1) + " rows fill "
                    + (bytesMax >> 20) + " MiB of a heap of " + (heapBytes >> 20)
                    + " MiB; allowed is more with the option 'stream' behind csv: or libsvm:, which keeps rows on disk, "
                    + "or with a larger heap, such as GRAPEVINE_JAVA_OPTIONS=-Xmx8g");
        }
    }
}
