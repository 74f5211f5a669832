package dev.grapevine.node.replica.training;

import java.util.Arrays;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;

/**
 * Random order of a data set's rows, drawn anew for each epoch. A seed determines it, drawn from the round in which it
 * begins, so that a saved place can be restored.
 *
 * <p>If the data set allows all rows to be mixed, the order is a uniform shuffle. Otherwise rows are cut into chunks of
 * consecutive rows, {@value #CHUNKS} per window; chunks come in random order, {@value #CHUNKS} at a time, and their
 * rows are shuffled together. Not thread-safe.
 */
final class RowOrder {

    static final int CHUNKS = 64;

    private final Dataset data;
    private final int chunkRows;
    private final int[] chunks;
    /** Rows that are shuffled together now. */
    private int[] window;
    private int chunksUsed;
    private int nextInWindow;
    /** Randomness of the current order; null before the first row. */
    private RandomStream random;
    private long epoch;
    private int position;

    /** @param data at least one row */
    RowOrder(Dataset data) {
        this.data = data;
        boolean whole = data.shuffleWindow() >= data.rows();
        this.chunkRows = whole ? data.rows() : Math.max(1, data.shuffleWindow() / CHUNKS);
        this.chunks = new int[Math.ceilDiv(data.rows(), chunkRows)];
        this.window = new int[0];
    }

    /** Number of finished epochs. */
    long epoch() {
        return epoch;
    }

    /** Rows used in the current epoch. */
    int position() {
        return position;
    }

    /** Seed of the current order; 0 before the first row. */
    long seed() {
        return random == null ? 0 : random.seed();
    }

    /**
     * Next row.
     *
     * @param round source of a new order's seed
     */
    int next(RandomStream round) {
        if (position == data.rows() || random == null) {
            epoch += random == null ? 0 : 1;
            random = round.fork("order", epoch);
            begin();
        }
        if (nextInWindow == window.length) {
            nextWindow();
        }
        int row = window[nextInWindow];
        nextInWindow++;
        position++;
        return row;
    }

    /** Continues from the place of another order of the same data. */
    void restore(long savedEpoch, int savedPosition, long seed) {
        epoch = savedEpoch;
        position = 0;
        if (savedPosition == 0) {
            random = null;
            return;
        }
        random = new RandomStream(seed);
        begin();
        position = Math.clamp(savedPosition, 0, data.rows());
        int skipped = position;
        while (skipped > window.length) {
            skipped -= window.length;
            nextWindow();
        }
        nextInWindow = skipped;
    }

    private void begin() {
        position = 0;
        chunksUsed = 0;
        if (chunks.length > 1) {
            Arrays.setAll(chunks, i -> i);
            random.fork("chunks").shuffle(chunks);
        }
        nextWindow();
    }

    private void nextWindow() {
        nextInWindow = 0;
        if (chunks.length == 1) {
            window = window.length == data.rows() ? window : new int[data.rows()];
            Arrays.setAll(window, i -> i);
            random.fork("rows").shuffle(window);
            return;
        }
        int number = chunksUsed / CHUNKS;
        int end = Math.min(chunks.length, chunksUsed + CHUNKS);
        int size = 0;
        for (int i = chunksUsed; i < end; i++) {
            size += rowsOf(chunks[i]);
        }
        window = window.length == size ? window : new int[size];
        int filled = 0;
        for (; chunksUsed < end; chunksUsed++) {
            int chunk = chunks[chunksUsed];
            for (int i = 0; i < rowsOf(chunk); i++) {
                window[filled] = chunk * chunkRows + i;
                filled++;
            }
            data.willRead(chunk * chunkRows, rowsOf(chunk));
        }
        random.fork("window", number).shuffle(window);
    }

    private int rowsOf(int chunk) {
        return (int) Math.min(chunkRows, data.rows() - (long) chunk * chunkRows);
    }
}
