package dev.grapevine.node.spare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.RunAuthority;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.FolderInspection;
import dev.grapevine.node.store.IdentityFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Makes the folder of a device again. The key comes last: a folder that was begun and not finished starts no node, and may be
 * restored once more. Locked while it is written.
 */
public final class RestoredFolder {

    private RestoredFolder() {}

    /**
     * Checks that a folder may be restored, before anything is asked. Makes nothing.
     *
     * @throws UserMistakeException if it is another node's, or this one's with its checkpoint
     */
    public static void check(Path folder, DeviceKey key) {
        Optional<DeviceKey> present = SecurityFolder.look(folder).flatMap(SecurityFolder::deviceKey);
        if (present.filter(other -> !other.peer().equals(key.peer())).isPresent()
                || IdentityFile.readIn(folder).filter(other -> !other.peer().equals(key.peer())).isPresent()) {
            throw new UserMistakeException("The folder " + folder + " is that of another node: restore this one in a"
                    + " folder of its own (--dir)");
        }
        if (present.isPresent() && FolderInspection.of(folder).checkpointBytes() > 0) {
            throw new UserMistakeException("The folder " + folder + " has this node's key and a checkpoint: start the"
                    + " node there, or restore it in another folder (--dir)");
        }
    }

    /**
     * Writes the folder.
     *
     * @param known   the latest incarnation of the node that is known; 0 if none is
     * @param content if a copy was found
     * @param peers   where others are
     */
    public static void write(Path folder, DeviceKey key, long known, Optional<SpareContent> content,
            List<Address> peers) {
        content.ifPresent(copy -> CheckpointFile.decode(copy.checkpoint()));
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            check(folder, key);
            directory.restore(key.peer(), content.map(SpareContent::name).orElse(""), known,
                    content.map(SpareContent::checkpoint), peers);
            SecurityFolder security = SecurityFolder.open(folder);
            if (content.isPresent()) {
                SpareContent copy = content.get();
                new RunAuthority(key, copy.authorityKey(), copy.authority(), copy.chain(), copy.revocations())
                        .write(security);
            }
            security.writeDeviceKey(key);
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder + " cannot be written: " + e.getMessage()
                    + "; nothing starts there before it is restored whole, with the same command", e);
        }
    }
}
