package dev.grapevine.node.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The findings of a look at a node's folder, also while the node runs; nothing is changed.
 *
 * @param checkpoint      the newest whole one
 * @param damage          a clause for each damaged or missing file
 * @param checkpointBytes size of the newest checkpoint, whole or not; 0 without one
 */
public record FolderInspection(Optional<CheckpointFile> checkpoint, List<String> damage, long checkpointBytes) {

    /** The findings where there is no folder. */
    public static final FolderInspection NOTHING = new FolderInspection(Optional.empty(), List.of(), 0);

    /** Looks at a folder, which need not exist. */
    public static FolderInspection of(Path folder) {
        Generations<CheckpointFile> saved = in(folder, NodeDirectory.CHECKPOINT, CheckpointFile::decode);
        Generations.Found<CheckpointFile> found = saved.inspect();
        List<String> damage = new ArrayList<>(found.damage());
        damage.addAll(in(folder, IdentityFile.FILE, IdentityFile::decode).inspect().damage());
        damage.addAll(in(folder, ProcessHistory.FILE, LivesFile::decode).inspect().damage());
        return new FolderInspection(found.content(), damage, saved.newest().toFile().length());
    }

    private static <T> Generations<T> in(Path folder, String name, Function<byte[], T> decode) {
        return new Generations<>(folder.resolve(name), decode, DurableSteps.DISK);
    }
}
