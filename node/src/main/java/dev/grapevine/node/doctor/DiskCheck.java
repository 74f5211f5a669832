package dev.grapevine.node.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.words.Quantities;

/** Whether the node's folder can be written, has room, is whole, and keeps its secrets. */
final class DiskCheck implements Check {

    private static final String SECURITY = "security";
    private static final String PROBE = "doctor-probe";
    /** Two generations of the checkpoint, and the one that is being written. */
    private static final int CHECKPOINTS = 3;
    /** The served model, and the last one beside it. */
    private static final int MODELS = 2;
    /** The usual limit of a journal (--record). */
    private static final long JOURNAL_BYTES = 64_000_000;
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("disk");
        if (context.folder().isEmpty()) {
            return found.unknown("the node's folder is not known: say --dir").all();
        }
        Path folder = context.folder().get();
        Path present = Files.exists(folder) ? folder : above(folder);
        UserPrincipal self = write(present, found);
        room(present, context.data(), found);
        context.data().inspection().damage()
                .forEach(damage -> found.bad(damage, "start the node, which goes on from what is whole, or put back a"
                        + " copy of the file"));
        if (self != null) {
            secrets(folder.resolve(SECURITY), self, found);
        }
        return found.all();
    }

    /** The folder in which the node makes its own. */
    private static Path above(Path folder) {
        Path above = folder.toAbsolutePath().normalize().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above == null ? folder : above;
    }

    /** Writes a file and removes it; returns who has written it, or null. */
    private static UserPrincipal write(Path folder, Findings found) {
        try {
            Path probe = Files.createTempFile(folder, PROBE, "");
            try {
                Files.write(probe, new byte[]{1});
                found.ok("the folder " + folder + " can be written");
                return Files.getOwner(probe);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException | UnsupportedOperationException e) {
            found.bad("the folder " + folder + " cannot be written (" + e + ")",
                    "give it to the user of the node, or name another one with --dir");
            return null;
        }
    }

    private static void room(Path folder, OwnData data, Findings found) {
        long model = data.setup().map(RunSetup::modelBytes).orElse(0L);
        long checkpoint = Math.max(data.inspection().checkpointBytes(), 2 * model);
        long needed = CHECKPOINTS * checkpoint + MODELS * model + JOURNAL_BYTES;
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String words = Quantities.showBytes(free) + " are free, and checkpoints, model and a journal take up to "
                    + Quantities.showBytes(needed);
            if (free < needed) {
                found.bad("on the disk of " + folder + " " + words,
                        "remove files, or name a folder elsewhere with --dir");
            } else {
                found.ok("on the disk of " + folder + " " + words);
            }
        } catch (IOException e) {
            found.unknown("how much is free on the disk of " + folder + ": " + e.getMessage());
        }
    }

    private static void secrets(Path security, UserPrincipal self, Findings found) {
        if (!Files.isDirectory(security)) {
            return;
        }
        List<Path> open = new ArrayList<>();
        List<Path> foreign = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(security)) {
            List<Path> all = new ArrayList<>(List.of(security));
            files.forEach(all::add);
            for (Path path : all) {
                if (!Files.getOwner(path).equals(self)) {
                    foreign.add(path);
                } else if (Files.getPosixFilePermissions(path).stream().anyMatch(OF_OTHERS::contains)) {
                    open.add(path);
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            found.unknown("who can read " + security + ": " + e.getMessage());
            return;
        }
        foreign.sort(null);
        open.sort(null);
        foreign.forEach(path -> found.bad(path + " belongs to another user, so the node cannot keep it to itself",
                "give it to the user of the node with chown"));
        open.forEach(path -> found.bad(path + " can be read or written by other users",
                "chmod " + (Files.isDirectory(path) ? "700 " : "600 ") + path));
        if (foreign.isEmpty() && open.isEmpty()) {
            found.ok("the owner alone can read " + security);
        }
    }
}
