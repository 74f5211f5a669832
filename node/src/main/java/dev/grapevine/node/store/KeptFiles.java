package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import dev.grapevine.node.words.UserMistakeException;

/**
 * The bytes that the protocol keeps under names for the next life, a file each, with a checksum. Names are 1 to 64 letters,
 * digits and dashes.
 */
final class KeptFiles {

    private static final String FOLDER = "kept";
    /** Excludes the names of temporary files. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Path folder;
    private final DurableSteps steps;
    private final Consumer<String> tell;

    /**
     * @param folder of the node
     * @param tell   receives sentences for users
     */
    KeptFiles(Path folder, DurableSteps steps, Consumer<String> tell) {
        this.folder = folder.resolve(FOLDER);
        this.steps = steps;
        this.tell = tell;
    }

    /** {@link NodeDirectory#keep}. */
    void keep(String name, byte[] bytes) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name of 1 to 64 letters, digits and dashes");
        }
        Files.createDirectories(folder);
        AtomicFile.replace(folder.resolve(name),
                ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(checksum(bytes)).put(bytes).array());
    }

    /**
     * Reads all kept bytes, by name. Damaged ones are put aside, and the user is told.
     *
     * @throws UserMistakeException if the folder cannot be read
     */
    SortedMap<String, byte[]> read() {
        SortedMap<String, byte[]> kept = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return kept;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (NAME.matcher(name).matches()) {
                    read(name, file, kept);
                }
            }
            return kept;
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A damaged one is put aside: it belongs to a life that has ended, and the next one has a number of its own. */
    private void read(String name, Path file, SortedMap<String, byte[]> kept) throws IOException {
        String why;
        try {
            ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
            if (all.remaining() >= Integer.BYTES) {
                int checksum = all.getInt();
                byte[] bytes = new byte[all.remaining()];
                all.get(bytes);
                if (checksum == checksum(bytes)) {
                    kept.put(name, bytes);
                    return;
                }
            }
            why = "is damaged";
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            why = "cannot be read: " + e.getMessage();
        }
        Path aside = file.resolveSibling(name + ".damaged");
        Files.deleteIfExists(aside);
        steps.rename(file, aside);
        tell.accept("The file " + file + " " + why + ": it is now " + aside + ", and what it kept is forgotten");
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
