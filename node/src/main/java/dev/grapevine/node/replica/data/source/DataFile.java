package dev.grapevine.node.replica.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Quotes;

/**
 * One of the user's files, plain or gzipped, as its first bytes tell.
 *
 * @param path as the user wrote it
 */
record DataFile(Path path) {

    private static final int BUFFER_BYTES = 1 << 16;

    static DataFile of(String name) {
        try {
            return new DataFile(Path.of(name));
        } catch (InvalidPathException e) {
            throw new UserMistakeException(
                    Quotes.quote(name) + " is not a file name: allowed are names that the system accepts", e);
        }
    }

    /** Opens the unpacked content. Reads fail once the thread is interrupted, because files may take minutes. */
    InputStream open() {
        if (!Files.isRegularFile(path)) {
            throw mistake((Files.exists(path) ? "is not a file" : "does not exist")
                    + ": allowed is the name of a file that can be read");
        }
        try {
            InputStream raw = new BufferedInputStream(new Interruptible(Files.newInputStream(path)), BUFFER_BYTES);
            try {
                return unpacked(raw);
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        raw.mark(2);
        int magic = raw.read() | raw.read() << Byte.SIZE;
        raw.reset();
        return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
    }

    /** Fails once the reading thread is interrupted. */
    private static final class Interruptible extends FilterInputStream {

        Interruptible(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            return super.read(bytes, offset, length);
        }
    }

    /**
     * Error for a file that cannot be read to its end.
     *
     * @throws CancelledException if the read was cancelled
     */
    UserMistakeException unreadable(IOException cause) {
        if (cause instanceof InterruptedIOException) {
            throw new CancelledException();
        }
        String what = switch (cause) {
            case EOFException _ -> "ends in the middle: allowed are complete files";
            case ZipException _ -> "is damaged, as its gzip format says: allowed are complete gzip files";
            default -> "cannot be read (" + cause + "): allowed is the name of a file that can be read";
        };
        return new UserMistakeException(path + " " + what, cause);
    }

    /**
     * Error about the file as a whole.
     *
     * @param what rest of the sentence, after the file's name
     */
    UserMistakeException mistake(String what) {
        return new UserMistakeException(path + " " + what);
    }

    /** Error in one line, counted from 1. */
    UserMistakeException mistake(long line, String what) {
        return at(line).mistake(what);
    }

    /** Place of a line, counted from 1. */
    Place at(long line) {
        return new Place(path, line);
    }
}
