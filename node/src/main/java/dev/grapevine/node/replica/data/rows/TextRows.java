package dev.grapevine.node.replica.data.rows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Windows onto a text, stored as offsets: the text is in memory once, however much its windows overlap. Features are
 * the character numbers of a window; the target at each position is the number of the next character.
 */
public final class TextRows implements Dataset {

    private final short[] text;
    private final int[] starts;
    private final int block;

    /**
     * Takes over the arrays without a copy.
     *
     * @param text   character numbers
     * @param starts offsets of the windows; at least {@code block + 1} characters follow each
     */
    public TextRows(short[] text, int[] starts, int block) {
        this.text = text;
        this.starts = starts;
        this.block = block;
    }

    /** Starts of the windows that fit between two offsets of a text, {@code stride} characters apart. */
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

    /** Copies only the text that the windows cover, once. */
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
