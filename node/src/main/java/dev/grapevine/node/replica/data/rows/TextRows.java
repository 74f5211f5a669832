package dev.grapevine.node.replica.data.rows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Windows of a text, kept as places in it: the text itself is there once, however much its windows overlap. Features are
 * the numbers of a window's characters; the target at each is the number of the next.
 */
public final class TextRows implements Dataset {

    private final short[] text;
    private final int[] starts;
    private final int block;

    /**
     * Takes the arrays without a copy.
     *
     * @param text   numbers of characters
     * @param starts of the windows; behind each there are {@code block + 1} characters
     */
    public TextRows(short[] text, int[] starts, int block) {
        this.text = text;
        this.starts = starts;
        this.block = block;
    }

    /** The places at which windows start that lie within a part of a text, each so far behind the one before. */
    public static int[] windows(int from, int to, int block, int stride) {
        int last = to - block - 1;
        return last < from
                ? new int[0]
                : IntStream.rangeClosed(0, (last - from) / stride).map(i -> from + i * stride).toArray();
    }

    @Override
    public int rows() {
        return starts.length;
    }

    @Override
    public int width() {
        return block;
    }

    @Override
    public int positions() {
        return block;
    }

    @Override
    public void features(int[] rows, int from, int count, float[] out) {
        copy(rows, from, count, 0, out);
    }

    @Override
    public float target(int row) {
        return text[starts[row] + 1];
    }

    @Override
    public void targets(int[] rows, int from, int count, float[] out) {
        copy(rows, from, count, 1, out);
    }

    private void copy(int[] rows, int from, int count, int shift, float[] out) {
        for (int i = 0; i < count; i++) {
            int start = starts[rows[from + i]] + shift;
            for (int k = 0; k < block; k++) {
                out[i * block + k] = text[start + k];
            }
        }
    }

    /** Keeps the text that the windows cover, once. */
    @Override
    public Dataset compact(int[] rows) {
        Integer[] order = IntStream.range(0, rows.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing(i -> starts[rows[i]]));
        short[] kept = new short[(int) Math.min((long) rows.length * (block + 1), text.length)];
        int[] keptStarts = new int[rows.length];
        int end = 0;
        int keptEnd = 0;
        for (int i : order) {
            int start = Math.max(end, starts[rows[i]]);
            int length = Math.max(0, starts[rows[i]] + block + 1 - start);
            System.arraycopy(text, start, kept, keptEnd, length);
            end = start + length;
            keptEnd += length;
            keptStarts[i] = keptEnd - block - 1;
        }
        return new TextRows(Arrays.copyOf(kept, keptEnd), keptStarts, block);
    }
}
