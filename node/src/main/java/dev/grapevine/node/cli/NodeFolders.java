package dev.grapevine.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/** Folders of nodes, whether these run or not. */
final class NodeFolders {

    private NodeFolders() {}

    /** Whether a folder has the key of a node. */
    static boolean isNode(Path folder) {
        return SecurityFolder.hasDeviceKey(folder);
    }

    /**
     * The folder of a node that a user has named, or the one here.
     *
     * @throws UserMistakeException if there is none, or it is not a node's
     */
    static Path ofNode(Optional<Path> named) {
        Path folder = named.or(() -> in(Path.of("."))).orElseThrow(() -> new UserMistakeException(
                "No folder of a node is here: say with --dir where it is"));
        if (!isNode(folder)) {
            throw new UserMistakeException("The folder " + folder
                    + " is not a node's: it has no folder security with a key");
        }
        return folder;
    }

    /** @throws UserMistakeException if there is no key */
    static DeviceKey key(SecurityFolder security) {
        return security.deviceKey().orElseThrow(() -> new UserMistakeException("The folder "
                + security.path() + " has no key: put back a copy of it"));
    }

    /**
     * A folder itself, or the one folder {@code grapevine-*} in it that is a node's; empty if there is none.
     *
     * @throws UserMistakeException if there are several
     */
    static Optional<Path> in(Path here) {
        if (isNode(here)) {
            return Optional.of(here);
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(here, "grapevine-*")) {
            for (Path folder : folders) {
                if (isNode(folder)) {
                    found.add(folder.normalize());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("This folder cannot be listed", e);
        }
        found.sort(null);
        if (found.size() > 1) {
            throw new UserMistakeException("Several nodes have folders here: say with --dir which of "
                    + Quotes.list(found.stream().map(Path::toString).toList()));
        }
        return found.stream().findFirst();
    }
}
