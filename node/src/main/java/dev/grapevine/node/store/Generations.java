package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.grapevine.node.words.UserMistakeException;

/**
 * A file and the one that it has replaced: whenever the power fails, at least one of the two is whole, once there were
 * two. {@code a.bin} replaces {@code a.previous.bin}; a damaged one becomes {@code a.damaged.bin}. Thread-safe.
 *
 * @param <T> the content
 */
final class Generations<T> {

    /**
     * The findings of a look at both generations.
     *
     * @param content  of the newest whole generation
     * @param isOlder  whether that is the one before a damaged or missing one
     * @param damage   a clause for each damaged or missing generation
     */
    record Found<T>(Optional<T> content, boolean isOlder, List<String> damage) {}

    private final Path file;
    private final Function<byte[], T> decode;
    private final DurableSteps steps;

    /** @param decode throws {@link DamagedFileException} for damaged bytes */
    Generations(Path file, Function<byte[], T> decode, DurableSteps steps) {
        this.file = file;
        this.decode = decode;
        this.steps = steps;
    }

    /** The newest generation. */
    Path newest() {
        return file;
    }

    /** The generation before. */
    Path previous() {
        return named("previous");
    }

    /** The last damaged generation that was put aside. */
    Path damaged() {
        return named("damaged");
    }

    private Path unfinished() {
        return file.resolveSibling(file.getFileName() + AtomicFile.UNFINISHED);
    }

    private Path named(String generation) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot + 1) + generation + name.substring(dot));
    }

    /** Whether there is or was a generation, whole or damaged. */
    synchronized boolean exists() {
        return Files.exists(file) || Files.exists(previous()) || Files.exists(damaged());
    }

    /** The files that there are, for users. */
    synchronized String names() {
        List<String> names = new ArrayList<>();
        for (Path generation : List.of(file, previous(), damaged())) {
            if (Files.exists(generation)) {
                names.add(generation.toString());
            }
        }
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /** Writes the next generation; it is on disk when this returns. */
    synchronized void write(byte[] bytes) throws IOException {
        steps.write(unfinished(), bytes);
        // Between the two renames the new one is whole as well, under its unfinished name.
        if (Files.exists(file)) {
            steps.rename(file, previous());
        }
        steps.rename(unfinished(), file);
        steps.forceFolder(folder());
    }

    private Path folder() {
        return file.toAbsolutePath().getParent();
    }

    /**
     * Reads the newest whole generation. A damaged newest one is put aside, so that it never takes the place of the one
     * before.
     *
     * @throws UserMistakeException if a file may not be read, or cannot be put aside
     */
    synchronized Found<T> read() {
        List<String> damage = new ArrayList<>();
        try {
            finish();
            Optional<T> newest = read(file, damage);
            if (Files.isDirectory(previous())) {
                // No file can take its place.
                damage.add("The folder " + previous() + " is in the way of a file");
                putAside(previous());
            }
            if (newest.isPresent()) {
                return new Found<>(newest, false, damage);
            }
            if (Files.exists(file)) {
                putAside(file);
            }
            Optional<T> previous = read(previous(), damage);
            if (previous.isPresent() && damage.isEmpty()) {
                damage.add("The file " + file + " is missing");
            }
            return new Found<>(previous, previous.isPresent(), damage);
        } catch (IOException e) {
            throw new UserMistakeException("The files " + file + " and " + previous() + " cannot be used: " + e, e);
        }
    }

    /** The newest whole generation, if there is one; changes nothing. */
    synchronized Optional<T> look() {
        try {
            Optional<T> newest = read(file, new ArrayList<>());
            return newest.isPresent() ? newest : read(previous(), new ArrayList<>());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads as {@link #read} does, but changes nothing, and tells also what may not be read or is of a later version.
     */
    synchronized Found<T> inspect() {
        List<String> damage = new ArrayList<>();
        Optional<T> newest = inspect(file, damage);
        Optional<T> previous = newest.isPresent() ? Optional.empty() : inspect(previous(), damage);
        if (previous.isPresent() && damage.isEmpty()) {
            damage.add("The file " + file + " is missing");
        }
        return new Found<>(newest.or(() -> previous), previous.isPresent(), damage);
    }

    private Optional<T> inspect(Path generation, List<String> damage) {
        try {
            return read(generation, damage);
        } catch (IOException | IllegalArgumentException e) {
            damage.add("The file " + generation + " cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The bytes of the newest generation; empty without one. */
    synchronized Optional<byte[]> bytes() throws IOException {
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** The power failed between the two renames. Not where a user has removed both generations: that begins anew. */
    private void finish() throws IOException {
        if (!Files.exists(file) && Files.exists(previous()) && Files.isRegularFile(unfinished())
                && isWhole(unfinished())) {
            steps.rename(unfinished(), file);
            steps.forceFolder(folder());
        }
    }

    private boolean isWhole(Path generation) throws IOException {
        try {
            decode.apply(Files.readAllBytes(generation));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<T> read(Path generation, List<String> damage) throws IOException {
        if (!Files.exists(generation)) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode.apply(Files.readAllBytes(generation)));
        } catch (DamagedFileException e) {
            damage.add("The file " + generation + " is damaged: " + e.getMessage());
        } catch (AccessDeniedException e) {
            // Not the disk's doing: the file may be whole.
            throw e;
        } catch (IOException e) {
            damage.add("The file " + generation + " cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void putAside(Path generation) throws IOException {
        try {
            Files.deleteIfExists(damaged());
            steps.rename(generation, damaged());
            steps.forceFolder(folder());
        } catch (DirectoryNotEmptyException e) {
            throw new UserMistakeException("The folder " + damaged() + " is in the way of a damaged file: remove it",
                    e);
        }
    }
}
