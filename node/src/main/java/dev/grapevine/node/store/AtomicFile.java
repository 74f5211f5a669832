package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.file.Path;

/** Replaces files so that a crash leaves either the old bytes or the new ones. Thread-safe for different files. */
public final class AtomicFile {

    /** End of a file's name before it takes its place. */
    static final String UNFINISHED = ".unfinished";

    private AtomicFile() {}

    /** Writes a temporary file beside the old one, forces it to disk, and then renames it over the old one. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        DurableSteps.DISK.write(unfinished, bytes);
        rename(unfinished, file);
    }

    /** Gives a file another name in its folder, over an older file; the name is on disk when this returns. */
    public static void rename(Path from, Path to) throws IOException {
        DurableSteps.DISK.rename(from, to);
        DurableSteps.DISK.forceFolder(to.toAbsolutePath().getParent());
    }
}
