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

import dev.grapevine.gossip.journal.JournalFormat;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Files of a journal: the growing segment in the file itself, the previous one beside it, each at most half of the
 * limit. Appended bytes survive the process at once, and a loss of power as soon as the system has written them to the
 * disk. Not thread-safe.
 */
public final class JournalFile implements AutoCloseable {

    /** Minimum limit. */
    public static final long LIMIT_BYTES_MIN = 1_000_000;

    /** Opens a file for appending. */
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
     * Checks that a journal can be written to the file. The content of an earlier life is kept until the first segment
     * starts.
     *
     * @throws UserMistakeException if the file is of another kind, or cannot be written
     */
    public static JournalFile open(Path file, long limitBytes) {
        return open(file, limitBytes, appended -> FileChannel.open(appended, StandardOpenOption.APPEND));
    }

    /** The same with another way to open files, such as one that fails in tests. */
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
            OwnerOnly.open(file).close();
        } catch (IOException e) {
            throw new UserMistakeException("record is " + file + ", which cannot be written: " + e.getMessage(), e);
        }
        return new JournalFile(file, limitBytes / 2, opener);
    }

    private static boolean isJournal(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return JournalFormat.isJournal(in.readNBytes(JournalFormat.MAGIC_BYTES));
        }
    }

    public Path path() {
        return file;
    }

    /** Whether a segment may have this many bytes. */
    public boolean fits(long bytes) {
        return bytes <= segmentBytesMax;
    }

    /** Bytes in the growing segment. */
    public long size() {
        return size;
    }

    /** Starts a segment: the current one becomes the previous one, and the one before that is deleted. */
    public void begin(byte[] header) {
        try {
            close();
            Path before = file.resolveSibling(file.getFileName() + SegmentHeader.BEFORE_SUFFIX);
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            if (Files.exists(file) && Files.size(file) > 0) {
                // Deleted first, so that both files together never exceed the limit.
                Files.deleteIfExists(before);
            }
            try (FileChannel begun = OwnerOnly.open(unfinished, StandardOpenOption.TRUNCATE_EXISTING)) {
                begun.write(ByteBuffer.wrap(header));
            }
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

    /** Appends to the growing segment. */
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
