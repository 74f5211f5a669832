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
 * Encoded rows in two temporary files that are mapped into memory, so that they take none of the heap and as much of the
 * machine's memory as is free: one of entries of {@value #ENTRY_BYTES} bytes a row (where its values begin, its target, how
 * many values it has), one of values. A row of which less than half of the features are not 0 is kept as column numbers
 * and values. On systems that can do so the files have no names any more once they are open; however the process ends,
 * nothing is left.
 */
public final class MappedRows implements Dataset {

    /**
     * How much of the files a training order reads before it goes on, whatever memory the machine has: a run should be the
     * same everywhere.
     */
    static final long WINDOW_BYTES = 1L << 26;

    private static final int ENTRY_BYTES = 16;
    private static final int TARGET_AT = 8;
    private static final int COUNT_AT = 12;
    /** The count of values of a row that has all of them, in the order of their columns. */
    private static final int DENSE = -1;
    private static final int LEAST_WINDOW = 1024;

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
        return (int) Math.max(LEAST_WINDOW, WINDOW_BYTES / rowBytes);
    }

    @Override
    public void willRead(int from, int count) {
        long end = from + count < rows ? start(from + count) : values.byteSize();
        values.asSlice(start(from), end - start(from)).load();
    }

    /** A view, since rows on disk take no memory. */
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

    /** Writes rows one after the other. */
    public static final class Builder implements RowSink {

        private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

        private final int width;
        private final TemporaryFile entries = new TemporaryFile();
        private final TemporaryFile values = new TemporaryFile();
        private int rows;

        /** @param width features a row */
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
            if (rows == MOST_ROWS) {
                throw new UserMistakeException(
                        "A data set has more rows than can be numbered: allowed are " + MOST_ROWS + " at most");
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

    /** Numbers of this machine's byte order in a file that nobody else sees. */
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

        /** Closes the file; the memory stays mapped as long as anybody can reach it. */
        MemorySegment map() {
            flush();
            try (channel) {
                return channel.map(MapMode.READ_ONLY, 0, written, Arena.ofAuto());
            } catch (IOException e) {
                throw mistake(e);
            }
        }

        private static UserMistakeException mistake(IOException cause) {
            return new UserMistakeException("Streamed rows cannot be kept in the folder "
                    + System.getProperty("java.io.tmpdir") + " (" + cause.getMessage()
                    + "): allowed is a folder on a disk with room for them, such as GRAPEVINE_JAVA_OPTIONS="
                    + "-Djava.io.tmpdir=FOLDER", cause);
        }
    }
}
