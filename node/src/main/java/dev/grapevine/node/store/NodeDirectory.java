package dev.grapevine.node.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Folder of one node: its identity and checkpoints. Locked while the node runs, so that no two processes act as the
 * same peer. Files are replaced atomically.
 */
public final class NodeDirectory implements AutoCloseable {

    private static final String IDENTITY = "identity.properties";
    private static final String CHECKPOINT = "checkpoint.bin";
    private static final String PEERS = "peers.txt";
    private static final String PROCESS = "process.properties";
    private static final String KEPT = "kept";
    /** Excludes the names of temporary files. */
    private static final Pattern KEPT_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int PEERS_REMEMBERED = 64;

    private final Path folder;
    private final FileChannel lock;
    /** Tells lives apart, even in copies of the folder. */
    private final SecureRandom random = new SecureRandom();

    /** For people; empty until the first life has begun, and for a node without a name. */
    private String name = "";

    /**
     * The contents of the identity file.
     *
     * @param name empty in a folder of Grapevine 0.1, where the identity was a name: it gets a key and a new identity, and
     *             its replica stays
     */
    public record Identity(PeerId peer, Optional<String> name, long incarnation) {}

    /**
     * What a running node has told other programs on this machine.
     *
     * @param http address of its API
     */
    public record Announcement(long pid, Address http) {}

    private NodeDirectory(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Creates the folder if necessary, and locks it. */
    public static NodeDirectory open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            try {
                if (lock.tryLock() != null) {
                    return new NodeDirectory(folder, lock);
                }
            } catch (OverlappingFileLockException e) {
                // Handled like a lock that another process holds.
            }
            lock.close();
            throw new UserMistakeException(
                    "The folder " + folder
                            + " belongs to a running node: allowed is one node per folder (--dir)");
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The node's name, for people; empty before the first life and without a name. */
    public String name() {
        return name;
    }

    public Path path() {
        return folder;
    }

    /**
     * Begins the node's next life: the incarnation is counted up and on disk before this returns.
     *
     * @param self    the identity, which follows from the node's key
     * @param newName for people; empty to keep the one that the folder has
     * @throws UserMistakeException if the folder is that of another key, or damaged
     */
    public NodeLife beginLife(PeerId self, Optional<String> newName) {
        Path file = folder.resolve(IDENTITY);
        try {
            boolean isFirst = !Files.exists(file);
            if (isFirst && Files.exists(checkpoint())) {
                throw new IllegalArgumentException("it does not exist");
            }
            if (isFirst) {
                name = newName.orElse("");
                return begin(self, Incarnations.UNKNOWN);
            }
            Identity last = identity(Files.readString(file));
            name = newName.orElseGet(() -> last.name().orElse(last.peer().text()));
            if (last.name().isPresent() && !last.peer().equals(self)) {
                throw new IllegalArgumentException("it is that of " + last.peer()
                        + ", and the key of this folder is that of " + self);
            }
            return begin(self, last.incarnation());
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("The file " + file + " is not a node's identity: " + e.getMessage() + ": "
                    + (Files.exists(checkpoint())
                            ? "put back the one that " + checkpoint()
                                    + " belongs to, or remove both to join the run anew"
                            : "remove it to begin with a new one"),
                    e);
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " cannot be used: " + e, e);
        }
    }

    /**
     * Starts another life of a running node, because peers know a later one. The incarnation is on disk before this
     * returns.
     *
     * @param latest lower bound, exclusive, for the new incarnation
     */
    public NodeLife beginLifeAbove(NodeLife life, long latest) {
        try {
            return begin(life.self(), Math.max(life.incarnation(), latest));
        } catch (IOException e) {
            throw new UserMistakeException("The file " + folder.resolve(IDENTITY) + " cannot be used: " + e, e);
        }
    }

    private NodeLife begin(PeerId self, long earlier) throws IOException {
        NodeLife next = new NodeLife(self, Incarnations.above(earlier, random.nextInt()), kept());
        replace(folder.resolve(IDENTITY),
                ("peer=" + next.self() + "\nname=" + name + "\nincarnation=" + next.incarnation() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        return next;
    }

    /**
     * Parses an identity. A truncated one is refused, because it would name another peer or an old life.
     *
     * @throws IllegalArgumentException if it is invalid; the message is a clause
     */
    private static Identity identity(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        for (String key : List.of("peer", "incarnation")) {
            if (properties.getProperty(key, "").isEmpty()) {
                throw new IllegalArgumentException("it has no " + key);
            }
        }
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("it ends in the middle of a line");
        }
        long incarnation = Long.parseLong(properties.getProperty("incarnation"));
        if (incarnation < 1 || !FieldBytes.isIncarnation(Incarnations.above(incarnation, -1))) {
            throw new IllegalArgumentException("incarnation is " + incarnation);
        }
        return new Identity(new PeerId(properties.getProperty("peer")),
                Optional.ofNullable(properties.getProperty("name")), incarnation);
    }

    /** Tells other programs on this machine the node's process and the address of its API. */
    public void announce(long pid, Address http) throws IOException {
        replace(folder.resolve(PROCESS), ("pid=" + pid + "\nhttp=" + http + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What the node last announced that has a folder, though it may have ended; empty if nothing of the kind is there. */
    public static Optional<Announcement> announcement(Path folder) {
        Properties properties = new Properties();
        try (BufferedReader in = Files.newBufferedReader(folder.resolve(PROCESS))) {
            properties.load(in);
            return Optional.of(new Announcement(Long.parseLong(properties.getProperty("pid", "")),
                    Address.parse(properties.getProperty("http", ""))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The identity that a folder has, also while its node runs; empty before its first life.
     *
     * @throws UserMistakeException if it is damaged
     */
    public static Optional<Identity> identityIn(Path folder) {
        Path file = folder.resolve(IDENTITY);
        try {
            return Files.exists(file) ? Optional.of(identity(Files.readString(file))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new UserMistakeException("The file " + file + " is not a node's identity: " + e.getMessage(), e);
        }
    }

    /** Saves the address of a peer, to find it after a restart. The oldest ones are dropped. */
    public void rememberPeer(Address address) throws IOException {
        LinkedHashSet<String> known = new LinkedHashSet<>();
        known.add(address.toString());
        readPeers().forEach(peer -> known.add(peer.toString()));
        String text = known.stream().limit(PEERS_REMEMBERED).collect(Collectors.joining("\n", "", "\n"));
        replace(folder.resolve(PEERS), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Addresses of peers, the latest first. */
    public List<Address> knownPeers() {
        Path file = folder.resolve(PEERS);
        try {
            return readPeers();
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " is not a list of addresses: remove it", e);
        }
    }

    private List<Address> readPeers() throws IOException {
        Path file = folder.resolve(PEERS);
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream().map(Address::parse).toList() : List.of();
        } catch (IllegalArgumentException e) {
            throw new IOException("The file " + file + " is not a list of addresses", e);
        }
    }

    /** Path of the checkpoint. */
    public Path checkpoint() {
        return folder.resolve(CHECKPOINT);
    }

    /** Path of the last checkpoint of the node's previous run, if it was in another. */
    public Path checkpointAside() {
        return folder.resolve(CHECKPOINT + ".other-run");
    }

    /** Copies the checkpoint, if there is one, when the node leaves its run for another. */
    public void putCheckpointAside() throws IOException {
        if (Files.exists(checkpoint())) {
            replace(checkpointAside(), Files.readAllBytes(checkpoint()));
        }
    }

    /** Last checkpoint that was written whole. */
    public Optional<CheckpointFile> readCheckpoint() {
        Path file = checkpoint();
        try {
            return Files.exists(file) ? Optional.of(CheckpointFile.decode(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new UserMistakeException("The checkpoint " + file + " cannot be used (" + e.getMessage()
                    + "): remove it to join the run anew", e);
        }
    }

    /** Writes a checkpoint. Another thread than that of the other methods may call it, one call at a time. */
    public void writeCheckpoint(CheckpointFile checkpoint) throws IOException {
        replace(checkpoint(), checkpoint.encode());
    }

    /**
     * Keeps bytes under a name, replacing earlier ones; they are on disk when this returns. Another thread than that of
     * the other methods may call it, one call at a time.
     *
     * @param name 1 to 64 letters, digits and dashes
     */
    public void keep(String name, byte[] bytes) throws IOException {
        if (!KEPT_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name of 1 to 64 letters, digits and dashes");
        }
        Path kept = Files.createDirectories(folder.resolve(KEPT));
        replace(kept.resolve(name), ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(checksum(bytes)).put(bytes)
                .array());
    }

    /** All kept bytes, by name. */
    private SortedMap<String, byte[]> kept() {
        SortedMap<String, byte[]> kept = new TreeMap<>();
        Path entries = folder.resolve(KEPT);
        if (!Files.isDirectory(entries)) {
            return kept;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(entries)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (KEPT_NAME.matcher(name).matches()) {
                    kept.put(name, readKept(file));
                }
            }
            return kept;
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + entries + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] readKept(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        if (all.remaining() < Integer.BYTES) {
            throw new UserMistakeException("The file " + file + " is damaged: it has " + all.remaining() + " bytes");
        }
        int checksum = all.getInt();
        byte[] bytes = new byte[all.remaining()];
        all.get(bytes);
        if (checksum != checksum(bytes)) {
            throw new UserMistakeException("The file " + file + " is damaged: its checksum is wrong");
        }
        return bytes;
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    /** Writes a temporary file beside the old one, forces it to disk, and then renames it over the old one. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(file.toAbsolutePath().getParent());
    }

    /** A new name is on disk only when its folder is. */
    private static void forceFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows does not open folders, but a rename is complete when the move returns.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
