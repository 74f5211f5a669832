package dev.grapevine.node.replica.data.rows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Encoded rows in two memory-mapped temporary files: they use no heap and as much of the machine's memory as is free.
 * One file has an entry of {@value #ENTRY_BYTES} bytes per row (offset of its values, target, number of values), the
 * other has the values. A row in which fewer than half of the features are nonzero is stored sparsely, as column
 * numbers and values. Where the system allows it, the files are unlinked as soon as they are open, so nothing is left
 * however the process ends.
 */
public final class MappedRows implements Dataset {

    /**
     * Bytes of the files that a row order reads before it moves on. Independent of the machine's memory, so that a run
     * is the same everywhere.
     */
    static final long WINDOW_BYTES = 1L << 26;

    private static final int ENTRY_BYTES = 16;
    private static final int TARGET_AT = 8;
    private static final int COUNT_AT = 12;
    /** Value count that marks a dense row: all values, in column order. */
    private static final int DENSE = -1;
    private static final int MIN_WINDOW = 1024;

    private final int width;
    private final int rows;
    private final MemorySegment entries;
    private final MemorySegment values;

    private MappedRows(int width, int rows, MemorySegment entries, MemorySegment values) {
        this.width = width;
        this.rows = rows;
        this.entries = entries;
        this.values = values;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void features(int[] rowNumbers, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            int row = rowNumbers[from + i];
            int stored = entries.get(ValueLayout.JAVA_INT, entry(row) + COUNT_AT);
            if (stored == DENSE) {
                MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, start(row), out, i * width, width);
            } else {
                sparse(start(row), stored, out, i * width);
            }
        }
    }

    private void sparse(long start, int count, float[] out, int at) {
        Arrays.fill(out, at, at + width, 0);
        for (int k = 0; k < count; k++) {
            int column = values.get(ValueLayout.JAVA_INT, start + (long) k * Integer.BYTES);
            out[at + column] = values.get(ValueLayout.JAVA_FLOAT, start + ((long) count + k) * Float.BYTES);
        }
    }

    @Override
    public float target(int row) {
        return entries.get(ValueLayout.JAVA_FLOAT, entry(row) + TARGET_AT);
    }

    @Override
    public int shuffleWindow() {
        long rowBytes = Math.max(1, (entries.byteSize() + values.byteSize()) / Math.max(1, rows));
        return (int) Math.max(MIN_WINDOW, WINDOW_BYTES / rowBytes);
    }

    @Override
    public void willRead(int from, int count) {
        long end = from + count < rows ? start(from + count) : values.byteSize();
        values.asSlice(start(from), end - start(from)).load();
    }

    /** Returns a view, because rows on disk take no heap. */
    @Override
    public Dataset compact(int[] rowNumbers) {
        return subset(rowNumbers);
    }

    private long start(int row) {
        return entries.get(ValueLayout.JAVA_LONG, entry(row));
    }

    private static long entry(int row) {
        return (long) row * ENTRY_BYTES;
    }

    /** Writes rows one by one. */
    public static final class Builder implements RowSink {

        private static final int MAX_ROWS = Integer.MAX_VALUE - 8;

        private final int width;
        private final TemporaryFile entries = new TemporaryFile();
        private final TemporaryFile values = new TemporaryFile();
        private int rows;

        /** @param width features per row */
        public Builder(int width) {
            this.width = width;
        }

        @Override
        public void add(float[] row, float target) {
            if (2 * SparseRows.Row.countNonzero(row) < width) {
                add(SparseRows.Row.of(row, target));
                return;
            }
            addEntry(target, DENSE);
            for (float value : row) {
                values.put(Float.floatToRawIntBits(value));
            }
        }

        @Override
        public void add(SparseRows.Row row) {
            addEntry(row.target(), row.columns().length);
            for (int column : row.columns()) {
                values.put(column);
            }
            for (float value : row.values()) {
                values.put(Float.floatToRawIntBits(value));
            }
        }

        private void addEntry(float target, int count) {
            if (rows == MAX_ROWS) {
                throw new UserMistakeException(
                        "A data set has too many rows: allowed are at most " + MAX_ROWS);
            }
            entries.put(values.size());
            entries.put(Float.floatToRawIntBits(target));
            entries.put(count);
            rows++;
        }

        @Override
        public MappedRows build() {
            return new MappedRows(width, rows, entries.map(), values.map());
        }
    }

    /** Numbers in this machine's byte order, in a file that no other process sees. */
    private static final class TemporaryFile {

        private static final int BUFFER_BYTES = 1 << 18;

        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.nativeOrder());
        private long written;

        TemporaryFile() {
            try {
                Path path = Files.createTempFile("grapevine-rows", ".tmp");
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                throw mistake(e);
            }
        }

        void put(int number) {
            if (buffer.remaining() < Integer.BYTES) {
                flush();
            }
            buffer.putInt(number);
        }

        void put(long number) {
            if (buffer.remaining() < Long.BYTES) {
                flush();
            }
            buffer.putLong(number);
        }

        long size() {
            return written + buffer.position();
        }

        private void flush() {
            try {
                written += buffer.flip().remaining();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                buffer.clear();
            } catch (IOException e) {
                throw mistake(e);
            }
        }

        /** Closes the file. The memory stays mapped as long as it is reachable. */
        MemorySegment map() {
            flush();
            try (channel) {
                return channel.map(MapMode.READ_ONLY, 0, written, Arena.ofAuto());
            } catch (IOException e) {
                throw mistake(e);
            }
        }

        private static UserMistakeException mistake(IOException cause) {
            return new UserMistakeException("Streamed rows cannot be written to the folder "
                    + System.getProperty("java.io.tmpdir") + " (" + cause.getMessage()
                    + "): allowed is a folder on a disk with enough space, such as GRAPEVINE_JAVA_OPTIONS="
                    + "-Djava.io.tmpdir=FOLDER", cause);
        }
    }
}
