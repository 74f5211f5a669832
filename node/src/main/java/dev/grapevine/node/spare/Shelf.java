package dev.grapevine.node.spare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.FieldReader;
import dev.grapevine.node.store.AtomicFile;
import dev.grapevine.node.store.OwnerOnly;

/**
 * The copies that a node keeps for others, in the folder {@code spare} of its own: the newest of each owner, for a bounded
 * number of owners, and bytes. All that it has of them is what they told: nothing in it can be read here. What is not whole
 * at a start is removed. Thread-safe; blocks for the disk.
 */
public final class Shelf {

    /**
     * The most that others may take.
     *
     * @param owners      how many
     * @param bytes       of all copies, those that are arriving included
     * @param freeBytes   that stay free on the disk
     */
    public record Limits(int owners, long bytes, long freeBytes) {

        /** Sixteen owners: in a run where each wants five keepers, a node keeps five on average. */
        public static final Limits DEFAULT = new Limits(16, 256L << 20, 64L << 20);
    }

    /**
     * A copy that is kept.
     *
     * @param since when it was whole
     */
    public record Kept(CopyLabel label, int bytes, Instant since) {}

    /** An owner that was silent for longer gives way when there is no room for another. */
    static final Duration SILENCE_MAX = Duration.ofDays(90);

    private static final String NAME = "spare";
    private static final String WHOLE = ".copy";
    private static final String ARRIVING = ".arriving";

    private final Path folder;
    private final Limits limits;
    private final Map<PeerId, Kept> kept = new TreeMap<>();
    /** Bytes that are reserved for copies that are arriving. */
    private final Map<PeerId, Integer> arriving = new HashMap<>();

    private Shelf(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * The shelf of a node.
     *
     * @param run the authority of its run: copies of other runs are removed
     */
    public static Shelf open(Path nodeFolder, PeerId run, Limits limits) throws IOException {
        Shelf shelf = new Shelf(nodeFolder.resolve(NAME), limits);
        if (Files.isDirectory(shelf.folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(shelf.folder)) {
                for (Path file : files) {
                    shelf.find(file, run);
                }
            }
        }
        return shelf;
    }

    private void find(Path file, PeerId run) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(ARRIVING)) {
            Files.delete(file);
        }
        if (!name.endsWith(WHOLE)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            CopyLabel label = CopyLabel.read(new FieldReader(in.readNBytes(CopyLabel.BYTES)));
            long bytes = Files.size(file);
            if (label.run().equals(run) && name.equals(label.owner() + WHOLE) && bytes <= SealedCopy.MAX_BYTES) {
                kept.put(label.owner(), new Kept(label, (int) bytes, Files.getLastModifiedTime(file).toInstant()));
                return;
            }
        } catch (IllegalArgumentException e) {
            // Damaged: nobody can be given it.
        }
        Files.delete(file);
    }

    public synchronized Optional<Kept> of(PeerId owner) {
        return Optional.ofNullable(kept.get(owner));
    }

    /** All that is kept, by owner. */
    public synchronized Map<PeerId, Kept> all() {
        return new TreeMap<>(kept);
    }

    /** Makes room for a copy that is about to arrive, in place of one that was arriving; false if there is none. */
    synchronized boolean begin(PeerId owner, int bytes, Instant now) throws IOException {
        drop(owner);
        if (!kept.containsKey(owner) && !hasPlace() && !dropSilent(now)) {
            return false;
        }
        long taken = kept.values().stream().mapToLong(Kept::bytes).sum()
                + arriving.values().stream().mapToLong(Integer::longValue).sum();
        if (taken + bytes > limits.bytes()) {
            return false;
        }
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).getUsableSpace() < bytes + limits.freeBytes()) {
            return false;
        }
        OwnerOnly.open(file(owner, ARRIVING), StandardOpenOption.TRUNCATE_EXISTING).close();
        arriving.put(owner, bytes);
        return true;
    }

    private boolean hasPlace() {
        return kept.size() + arriving.keySet().stream().filter(owner -> !kept.containsKey(owner)).count() < limits
                .owners();
    }

    private boolean dropSilent(Instant now) throws IOException {
        Optional<Kept> oldest = kept.values().stream().min(Comparator.comparing(Kept::since))
                .filter(copy -> copy.since().plus(SILENCE_MAX).isBefore(now));
        if (oldest.isPresent()) {
            remove(oldest.get().label().owner());
        }
        return oldest.isPresent();
    }

    /** Adds the next bytes to a copy that is arriving. */
    synchronized void append(PeerId owner, int offset, byte[] bytes) throws IOException {
        try (FileChannel channel = OwnerOnly.open(file(owner, ARRIVING))) {
            channel.position(offset);
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining();) {
                channel.write(buffer);
            }
        }
    }

    /** A copy is whole: it takes the place of an older one, and is on disk when this returns. */
    synchronized void finish(CopyLabel label, int bytes, Instant now) throws IOException {
        PeerId owner = label.owner();
        try (FileChannel channel = OwnerOnly.open(file(owner, ARRIVING))) {
            channel.force(true);
        }
        AtomicFile.rename(file(owner, ARRIVING), file(owner, WHOLE));
        arriving.remove(owner);
        kept.put(owner, new Kept(label, bytes, now));
    }

    /** Gives up a copy that is arriving. */
    synchronized void drop(PeerId owner) throws IOException {
        arriving.remove(owner);
        Files.deleteIfExists(file(owner, ARRIVING));
    }

    /** Removes what an owner has here. */
    public synchronized void remove(PeerId owner) throws IOException {
        drop(owner);
        kept.remove(owner);
        Files.deleteIfExists(file(owner, WHOLE));
    }

    /**
     * Bytes of the copy of a label.
     *
     * @param most of them
     * @return empty at its end, and if another copy has taken its place
     */
    public synchronized byte[] read(CopyLabel label, int offset, int most) throws IOException {
        Kept copy = kept.get(label.owner());
        if (copy == null || !copy.label().equals(label) || offset < 0 || offset >= copy.bytes()) {
            return new byte[0];
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(most, copy.bytes() - offset));
        try (FileChannel channel = FileChannel.open(file(label.owner(), WHOLE), StandardOpenOption.READ)) {
            channel.position(offset);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A file that is shorter than it was ends the copy: its owner sees that it is damaged.
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private Path file(PeerId owner, String kind) {
        return folder.resolve(owner + kind);
    }
}
