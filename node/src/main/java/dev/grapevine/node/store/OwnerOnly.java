package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * Files that nobody but their owner reads, where the file system has permissions (POSIX): checkpoints and journals tell
 * what a node has learned from its data. Thread-safe.
 */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Opens a file for writing, and makes it if need be; it is its owner's before the first byte is written. */
    public static FileChannel open(Path file, OpenOption... further) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean hasPermissions = Files.getFileStore(folder).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = hasPermissions
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
        Set<OpenOption> options = new HashSet<>(Set.of(further));
        options.add(StandardOpenOption.CREATE);
        options.add(StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, options, attributes);
        if (hasPermissions && !Files.getPosixFilePermissions(file).equals(OWNER)) {
            Files.setPosixFilePermissions(file, OWNER);
        }
        return channel;
    }
}
