package dev.grapevine.node.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Output of a command that appears as a whole or not at all: in a file, or on the terminal. Until then it is in a file
 * of another name. Must be closed. Not thread-safe.
 */
final class WholeOutput implements AutoCloseable {

    private static final int BUFFER = 1 << 14;

    private final Path target;
    private final Path unfinished;

    private WholeOutput(Path target, Path unfinished) {
        this.target = target;
        this.unfinished = unfinished;
    }

    /**
     * Prepares an output.
     *
     * @param target null for the terminal
     * @throws UserMistakeException if the file cannot be written
     */
    static WholeOutput to(Path target) {
        try {
            return new WholeOutput(target, target == null
                    ? Files.createTempFile("grapevine", ".out")
                    : checked(target).resolveSibling(target.getFileName() + ".unfinished"));
        } catch (IOException e) {
            throw new UserMistakeException("No temporary file can be written: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that an output does not take the place of what it is made from.
     *
     * @param option the option that names the output
     * @param target null for the terminal, or for none
     * @throws UserMistakeException if it does
     */
    static void keep(Path input, String option, Path target) {
        try {
            if (target != null && Files.exists(target) && Files.exists(input) && Files.isSameFile(input, target)) {
                throw new UserMistakeException(
                        option + " is " + target + ", which is read: allowed is a file of another name");
            }
        } catch (IOException e) {
            throw new UserMistakeException("The file " + target + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    private static Path checked(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(target)) {
            throw new UserMistakeException("out is " + target + ": allowed is a file in a writable folder");
        }
        return target;
    }

    /** Writer of the text in UTF-8. */
    Writer writer() throws IOException {
        return Files.newBufferedWriter(unfinished);
    }

    /** Stream of the bytes, for a file. */
    OutputStream stream() throws IOException {
        return Files.newOutputStream(unfinished);
    }

    /**
     * Makes the output appear. The writer must be closed.
     *
     * @param terminal where text appears that has no file
     */
    void publish(PrintWriter terminal) throws IOException {
        if (target != null) {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try (Reader reader = Files.newBufferedReader(unfinished)) {
            char[] buffer = new char[BUFFER];
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                terminal.write(buffer, 0, count);
            }
        }
        terminal.flush();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
