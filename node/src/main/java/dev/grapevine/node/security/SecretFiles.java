package dev.grapevine.node.security;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.grapevine.node.store.AtomicFile;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Small files that their owner alone can read. What cannot be had again is kept twice, so that one damaged file does not
 * cost a device its identity; what can be had again is put aside when it is damaged, and the node goes on without it. Not
 * thread-safe.
 */
final class SecretFiles {

    /**
     * A kind of file, and what becomes of a damaged one.
     *
     * @param mostBytes      of a whole one
     * @param isKeptTwice    whether there is a copy beside it
     * @param isMissedIfGone whether the copy takes the place of a file that is missing; else whoever has removed the file has
     *                       removed both
     * @param otherwise      what its user may do when nothing whole is left, or what follows from going on without it
     */
    record Kind(String name, int mostBytes, boolean isKeptTwice, boolean isMissedIfGone, String otherwise) {

        /** @param remedy what its user may do when neither of the two is whole */
        static Kind twice(String name, int mostBytes, String remedy) {
            return new Kind(name, mostBytes, true, true, remedy);
        }

        /** The same of a file that its user may remove for good. */
        static Kind twiceUnlessRemoved(String name, int mostBytes, String remedy) {
            return new Kind(name, mostBytes, true, false, remedy);
        }

        /** @param consequence of going on without it */
        static Kind replaceable(String name, int mostBytes, String consequence) {
            return new Kind(name, mostBytes, false, false, consequence);
        }
    }

    /** The ending that {@link AtomicFile#replace} gives the name of a file before it takes its place. */
    private static final String UNFINISHED = ".unfinished";
    private static final String COPY = ".copy";
    private static final String DAMAGED = ".damaged";
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final boolean hasPermissions;
    /** Whether nothing is made or changed. */
    private final boolean isReadOnly;
    private final List<String> news = new ArrayList<>();

    private SecretFiles(Path folder, boolean hasPermissions, boolean isReadOnly) {
        this.folder = folder;
        this.hasPermissions = hasPermissions;
        this.isReadOnly = isReadOnly;
    }

    /** Makes the folder if need be, and takes from others what rights they have on it. */
    static SecretFiles open(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder.toAbsolutePath().getParent());
        boolean hasPermissions = store.supportsFileAttributeView("posix");
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, attributes(hasPermissions, OWNER_FOLDER));
        }
        if (hasPermissions) {
            Files.setPosixFilePermissions(folder, OWNER_FOLDER);
        }
        return new SecretFiles(folder, hasPermissions, false);
    }

    /** The same for who only reads: nothing is made or changed. */
    static SecretFiles look(Path folder) {
        return new SecretFiles(folder, false, true);
    }

    private static FileAttribute<?>[] attributes(boolean hasPermissions, Set<PosixFilePermission> permissions) {
        return hasPermissions
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    Path folder() {
        return folder;
    }

    Path path(Kind kind) {
        return folder.resolve(kind.name());
    }

    /** Whether there is such a file, or a copy that will take its place. */
    boolean exists(Kind kind) {
        return Files.exists(path(kind)) || kind.isMissedIfGone() && Files.exists(copy(kind));
    }

    /** Sentences for users about what was damaged, once each. */
    List<String> takeNews() {
        List<String> told = List.copyOf(news);
        news.clear();
        return told;
    }

    /**
     * The content of a file; empty if there is none, or if it is damaged and the node can go on without it.
     *
     * @param decode throws IllegalArgumentException for bytes that are damaged
     * @throws UserMistakeException if nothing whole is left of what the node cannot do without, or the file cannot be read
     */
    <T> Optional<T> read(Kind kind, Function<byte[], T> decode) {
        Attempt<T> attempt = attempt(path(kind), kind, decode);
        if (attempt.content.isPresent()) {
            if (kind.isKeptTwice() && !isReadOnly) {
                keepAlike(copy(kind), attempt.bytes);
            }
            return attempt.content;
        }
        return kind.isKeptTwice() ? ofCopy(kind, attempt, decode) : without(kind, attempt);
    }

    /** An attempt to read a file: its content with its bytes, its damage, or nothing if there is no file. */
    private record Attempt<T>(Optional<T> content, byte[] bytes, IllegalArgumentException damage) {}

    private <T> Attempt<T> attempt(Path file, Kind kind, Function<byte[], T> decode) {
        if (!Files.exists(file)) {
            return new Attempt<>(Optional.empty(), null, null);
        }
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("it is no file");
            }
            if (Files.size(file) > kind.mostBytes()) {
                throw new IllegalArgumentException("it has more than " + kind.mostBytes() + " bytes");
            }
            if (hasPermissions) {
                Files.setPosixFilePermissions(file, OWNER_FILE);
            }
            byte[] bytes = Files.readAllBytes(file);
            return new Attempt<>(Optional.of(decode.apply(bytes)), bytes, null);
        } catch (IllegalArgumentException e) {
            return new Attempt<>(Optional.empty(), null, e);
        } catch (IOException e) {
            return new Attempt<>(Optional.empty(), null, new IllegalArgumentException("it cannot be read: " + e, e));
        }
    }

    private Path copy(Kind kind) {
        return folder.resolve(kind.name() + COPY);
    }

    private <T> Optional<T> ofCopy(Kind kind, Attempt<T> first, Function<byte[], T> decode) {
        if (first.damage == null && !kind.isMissedIfGone()) {
            if (!isReadOnly) {
                removeCopy(kind);
            }
            return Optional.empty();
        }
        Attempt<T> second = attempt(copy(kind), kind, decode);
        if (second.content.isPresent()) {
            if (!isReadOnly) {
                news.add("The file " + path(kind) + (first.damage == null
                        ? " is missing"
                        : " is damaged (" + first.damage.getMessage() + ")") + restore(path(kind), second.bytes));
            }
            return second.content;
        }
        IllegalArgumentException damage = first.damage == null ? second.damage : first.damage;
        if (damage == null) {
            return Optional.empty();
        }
        throw mistake(path(kind), damage, kind.otherwise());
    }

    private void removeCopy(Kind kind) {
        try {
            Files.deleteIfExists(copy(kind));
        } catch (IOException e) {
            throw new UserMistakeException("The file " + copy(kind) + " cannot be removed, as " + path(kind) + " was: "
                    + e, e);
        }
    }

    private <T> Optional<T> without(Kind kind, Attempt<T> attempt) {
        if (attempt.damage == null) {
            return Optional.empty();
        }
        if (isReadOnly) {
            throw mistake(path(kind), attempt.damage, "the node puts it aside at its next start, and "
                    + kind.otherwise());
        }
        String became;
        try {
            putAside(path(kind));
            became = " and was put aside: ";
        } catch (IOException e) {
            became = " and cannot be put aside (" + e.getMessage() + "): ";
        }
        news.add("The file " + path(kind) + " is damaged (" + attempt.damage.getMessage() + ")" + became
                + kind.otherwise());
        return Optional.empty();
    }

    private static UserMistakeException mistake(Path file, IllegalArgumentException damage, String otherwise) {
        return new UserMistakeException("The file " + file + " is damaged (" + damage.getMessage() + "): " + otherwise,
                damage);
    }

    private static void putAside(Path file) throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + DAMAGED), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file first: what was read last is what the copy has. */
    void write(Kind kind, byte[] bytes) throws IOException {
        write(path(kind), bytes);
        if (kind.isKeptTwice()) {
            write(copy(kind), bytes);
        }
    }

    /** Puts a whole copy in the place of its file; says what became of it, since a disk may be full for a while. */
    private String restore(Path file, byte[] bytes) {
        try {
            if (Files.exists(file)) {
                putAside(file);
            }
            write(file, bytes);
            return ": its copy has taken its place";
        } catch (IOException e) {
            return ": its copy is used, and cannot take its place now (" + e.getMessage() + ")";
        }
    }

    private void keepAlike(Path copy, byte[] bytes) {
        try {
            if (Files.exists(copy) && !Files.isRegularFile(copy)) {
                putAside(copy);
            }
            if (!Files.exists(copy) || !Arrays.equals(Files.readAllBytes(copy), bytes)) {
                write(copy, bytes);
            }
        } catch (IOException e) {
            // The file itself is whole. A disk that is full passes: the next reading tries again.
        }
    }

    /** The file belongs to its owner alone before the first byte is in it. */
    private void write(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, attributes(hasPermissions, OWNER_FILE));
        AtomicFile.replace(file, bytes);
    }
}
