package dev.grapevine.node.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import dev.grapevine.gossip.journal.JournalForm;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Where a journal lies: the segment that grows in the file itself, the one before it beside it, each no longer than half
 * of the limit. What is appended outlives the process at once, and a loss of power once the system has written it to the
 * disk. Not for several threads at once.
 */
public final class JournalFile implements AutoCloseable {

    /** The least limit that makes sense. */
    public static final long LIMIT_BYTES_MIN = 1_000_000;

    /** How a file is opened, to append to it. */
    @FunctionalInterface
    public interface Opener {
        WritableByteChannel open(Path file) throws IOException;
    }

    private final Path file;
    private final Opener opener;
    private final long segmentBytesMax;
    private WritableByteChannel channel;
    private long size;

    private JournalFile(Path file, long segmentBytesMax, Opener opener) {
        this.file = file;
        this.opener = opener;
        this.segmentBytesMax = segmentBytesMax;
    }

    /**
     * Makes sure that a journal can be written there. What an earlier life wrote is kept until the first segment begins.
     *
     * @throws UserMistakeException if the file is something else, or cannot be written
     */
    public static JournalFile open(Path file, long limitBytes) {
        return open(file, limitBytes, appended -> FileChannel.open(appended, StandardOpenOption.APPEND));
    }

    /** The same with a way to append of one's own, such as one that fails. */
    public static JournalFile open(Path file, long limitBytes, Opener opener) {
        if (limitBytes < LIMIT_BYTES_MIN) {
            throw new UserMistakeException("record-limit is " + Quantities.showBytes(limitBytes)
                    + ": allowed are 1MB and more");
        }
        try {
            if (Files.exists(file) && Files.size(file) > 0 && !isJournal(file)) {
                throw new UserMistakeException("record is " + file
                        + ", which is a file of another kind: allowed are a new file and a journal");
            }
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
        } catch (IOException e) {
            throw new UserMistakeException("record is " + file + ", which cannot be written: " + e.getMessage(), e);
        }
        return new JournalFile(file, limitBytes / 2, opener);
    }

    private static boolean isJournal(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return JournalForm.isJournal(in.readNBytes(JournalForm.LETTERS));
        }
    }

    public Path path() {
        return file;
    }

    /** Whether a segment may have so many bytes. */
    public boolean fits(long bytes) {
        return bytes <= segmentBytesMax;
    }

    /** Bytes in the segment that grows. */
    public long size() {
        return size;
    }

    /** Begins a segment: what was in the file is the one before it now, and the one before that is gone. */
    public void begin(byte[] header) {
        try {
            close();
            Path before = file.resolveSibling(file.getFileName() + SegmentHeader.BEFORE_SUFFIX);
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            if (Files.exists(file) && Files.size(file) > 0) {
                // First, so that all together never take more than the limit.
                Files.deleteIfExists(before);
            }
            Files.write(unfinished, header);
            if (Files.exists(file) && Files.size(file) > 0) {
                Files.move(file, before, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            channel = opener.open(file);
            size = header.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends to the segment that grows. */
    public void append(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            size += bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            channel = null;
        }
    }
}
