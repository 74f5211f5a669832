package dev.grapevine.node.replica.data.rows;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Limit on the memory for rows. Data that are too large end in a sentence while they load, rather than in an
 * {@link OutOfMemoryError} later.
 */
public final class RowBudget {

    /** Share of the heap for rows; the rest is for the model and for garbage of loading. */
    private static final double SHARE_OF_HEAP = 0.7;
    /** Overhead per row: object headers and its index in splits and row orders. */
    private static final int ROW_BYTES = 64;

    private final String source;
    private final long heapBytes;
    private final long bytesMax;
    private long bytes;
    private long rows;

    /**
     * @param source    start of the error sentence
     * @param heapBytes maximum heap of the virtual machine
     */
    RowBudget(String source, long heapBytes) {
        this.source = source;
        this.heapBytes = heapBytes;
        this.bytesMax = (long) (SHARE_OF_HEAP * heapBytes);
    }

    /** Budget for the heap of this virtual machine. */
    public static RowBudget ofHeap(String source) {
        return new RowBudget(source, Runtime.getRuntime().maxMemory());
    }

    /**
     * Reserves memory for one more row.
     *
     * @throws UserMistakeException if the budget is used up
     */
    void spend(long rowBytes) {
        bytes += rowBytes + ROW_BYTES;
        rows++;
        if (bytes > bytesMax) {
            throw new UserMistakeException(source + " is too large for memory: " + (rows - 1) + " rows fill "
                    + (bytesMax >> 20) + " MiB of a heap of " + (heapBytes >> 20)
                    + " MiB; allowed are more rows with the option 'stream' of csv: or libsvm:, which keeps rows on disk, "
                    + "or a larger heap, such as GRAPEVINE_JAVA_OPTIONS=-Xmx8g");
        }
    }
}
