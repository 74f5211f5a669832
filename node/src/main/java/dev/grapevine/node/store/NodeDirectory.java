package dev.grapevine.node.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
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
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Folder of one node: its identity and checkpoints. Locked while the node runs, so that no two processes act as the
 * same peer. Files are replaced atomically.
 */
public final class NodeDirectory implements AutoCloseable {

    private static final String IDENTITY = "identity.properties";
    private static final String CHECKPOINT = "checkpoint.bin";
    private static final String LIVES = "lives.properties";
    private static final String PEERS = "peers.txt";
    private static final String PROCESS = "process.properties";
    private static final String KEPT = "kept";
    /** Excludes the names of temporary files. */
    private static final Pattern KEPT_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int PEERS_REMEMBERED = 64;
    /** As a file is named before it takes its place. */
    static final String UNFINISHED = ".unfinished";
    /**
     * In lives: how far a life whose number is lost begins above the others that are known. More starts than a folder's
     * older generation misses, and few enough that the numbers last.
     */
    private static final long SAFE_STEP = 1 << 10;

    private final Path folder;
    private final FileChannel lock;
    /** Tells lives apart, even in copies of the folder. */
    private final SecureRandom random = new SecureRandom();

    private final DurableSteps steps;
    private final Generations<IdentityFile> identities;
    private final Generations<CheckpointFile> checkpoints;
    private final Generations<LivesFile> lifetimes;
    /** Sentences for users that nobody has taken yet. */
    private final List<String> news = new ArrayList<>();
    /** What is known of the node's processes, this one included. */
    private volatile LivesFile lives = LivesFile.NONE;
    private Duration lastedBefore = Duration.ZERO;

    /** For people; empty until the first life has begun, and for a node without a name. */
    private String name = "";

    /**
     * What a running node has told other programs on this machine.
     *
     * @param http address of its API
     */
    public record Announcement(long pid, Address http) {}

    private NodeDirectory(Path folder, FileChannel lock, DurableSteps steps) {
        this.folder = folder;
        this.lock = lock;
        this.steps = steps;
        this.identities = new Generations<>(folder.resolve(IDENTITY), IdentityFile::decode, steps);
        this.checkpoints = new Generations<>(folder.resolve(CHECKPOINT), CheckpointFile::decode, steps);
        this.lifetimes = new Generations<>(folder.resolve(LIVES), LivesFile::decode, steps);
    }

    /** Creates the folder if necessary, and locks it. */
    public static NodeDirectory open(Path folder) {
        return open(folder, DurableSteps.DISK);
    }

    /** Same with other steps, such as those of a disk that stops. */
    static NodeDirectory open(Path folder, DurableSteps steps) {
        try {
            Files.createDirectories(folder);
            FileChannel lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            try {
                if (lock.tryLock() != null) {
                    return new NodeDirectory(folder, lock, steps);
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

    /** Sentences for users about what was damaged in the folder, once each. */
    public List<String> takeNews() {
        synchronized (news) {
            List<String> taken = List.copyOf(news);
            news.clear();
            return taken;
        }
    }

    private void tell(String sentence) {
        synchronized (news) {
            news.add(sentence);
        }
    }

    /**
     * Begins the node's next life: the incarnation is counted up and on disk before this returns. A damaged identity
     * follows from the node's key, the generation before and the checkpoint, and the user is told ({@link #takeNews}).
     *
     * @param self    the identity, which follows from the node's key
     * @param newName for people; empty to keep the one that the folder has
     * @throws UserMistakeException if the folder is that of another key, or cannot be written
     */
    public NodeLife beginLife(PeerId self, Optional<String> newName) {
        Generations.Found<IdentityFile> found = identities.read();
        found.content().filter(last -> last.name().isPresent() && !last.peer().equals(self)).ifPresent(last -> {
            throw new UserMistakeException("The file " + identities.newest()
                    + " is not a node's identity: it is that of "
                    + last.peer() + ", and the key of this folder is that of " + self + ": "
                    + (checkpoints.exists()
                            ? "put back the key that it belongs to, or remove " + identities.names() + " as well as "
                                    + checkpoints.names() + " to join the run anew"
                            : "remove " + identities.names() + " to begin with a new one"));
        });
        name = newName.orElseGet(
                () -> found.content().map(last -> last.name().orElse(last.peer().text())).orElse(""));
        long earlier = found.content().map(IdentityFile::incarnation).orElse(Incarnations.UNKNOWN);
        if (found.isOlder() || found.content().isEmpty() && (!found.damage().isEmpty() || checkpoints.exists())) {
            earlier = farAbove(earlier, found.damage());
        } else {
            found.damage().forEach(this::tell);
        }
        try {
            NodeLife next = begin(self, earlier);
            beginLives();
            return next;
        } catch (IOException e) {
            throw new UserMistakeException("The file " + identities.newest() + " cannot be written, so that this life"
                    + " of the node would have the number of an earlier one: " + e.getMessage(), e);
        }
    }

    /** An incarnation that no life of this folder has had, though the last one's number is lost. */
    private long farAbove(long known, List<String> damage) {
        long saved = readable().map(CheckpointFile::snapshot).map(PeerProtocol::savedBy).orElse(Incarnations.UNKNOWN);
        long basis = Math.max(known, saved);
        long next = Incarnations.above(basis, 0) + (SAFE_STEP << Integer.SIZE);
        tell((damage.isEmpty() ? "The file " + identities.newest() + " is missing" : String.join("; ", damage))
                + ": the identity follows from the key, and this life is numbered far above all that is known of"
                + " earlier ones");
        return next;
    }

    /** The checkpoint as far as it can be read, without putting anything aside. */
    private Optional<CheckpointFile> readable() {
        try {
            return checkpoints.look();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
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
            throw new UserMistakeException("The file " + identities.newest() + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private NodeLife begin(PeerId self, long earlier) throws IOException {
        NodeLife next = new NodeLife(self, Incarnations.above(earlier, random.nextInt()), kept());
        identities.write(new IdentityFile(next.self(), Optional.of(name), next.incarnation()).encode());
        return next;
    }

    private void beginLives() {
        Generations.Found<LivesFile> found = lifetimes.read();
        String damage = String.join("; ", found.damage());
        if (!damage.isEmpty()) {
            tell(found.content().isPresent() && !found.isOlder()
                    ? damage
                    : damage + ": how often the node was killed is counted "
                            + (found.isOlder() ? "from what the file before says" : "anew"));
        }
        LivesFile before = found.content().orElse(LivesFile.NONE);
        lives = before.begun();
        lastedBefore = before.lasted();
        try {
            lifetimes.write(lives.encode());
        } catch (IOException e) {
            tell("The file " + lifetimes.newest() + " cannot be written: " + e.getMessage());
        }
    }

    /** What is known of the node's processes, this one included. */
    public LivesFile lives() {
        return lives;
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
    public static Optional<IdentityFile> identityIn(Path folder) {
        Path file = folder.resolve(IDENTITY);
        try {
            return Files.exists(file) ? Optional.of(IdentityFile.decode(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException | DamagedFileException e) {
            throw new UserMistakeException("The file " + file + " is not a node's identity: " + e.getMessage(), e);
        }
    }

    /**
     * What a folder has, also while its node runs; nothing is changed.
     *
     * @param checkpoint      the newest whole one
     * @param damage          a clause for each damaged or missing file
     * @param checkpointBytes size of the newest checkpoint, whole or not; 0 without one
     */
    public record Inspection(Optional<CheckpointFile> checkpoint, List<String> damage, long checkpointBytes) {}

    /** Looks at a folder, which need not exist. */
    public static Inspection inspect(Path folder) {
        Generations<CheckpointFile> saved = new Generations<>(folder.resolve(CHECKPOINT), CheckpointFile::decode,
                DurableSteps.DISK);
        Generations.Found<CheckpointFile> found = saved.inspect();
        List<String> damage = new ArrayList<>(found.damage());
        damage.addAll(new Generations<>(folder.resolve(IDENTITY), IdentityFile::decode, DurableSteps.DISK).inspect()
                .damage());
        damage.addAll(new Generations<>(folder.resolve(LIVES), LivesFile::decode, DurableSteps.DISK).inspect()
                .damage());
        return new Inspection(found.content(), damage, saved.newest().toFile().length());
    }

    /** Saves the address of a peer, to find it after a restart. The oldest ones are dropped. */
    public void rememberPeer(Address address) throws IOException {
        LinkedHashSet<String> known = new LinkedHashSet<>();
        known.add(address.toString());
        addresses(peerLines()).forEach(peer -> known.add(peer.toString()));
        String text = known.stream().limit(PEERS_REMEMBERED).collect(Collectors.joining("\n", "", "\n"));
        replace(folder.resolve(PEERS), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Addresses of peers, the latest first. Lines that are no addresses are left out, and the user is told. */
    public List<Address> knownPeers() {
        Path file = folder.resolve(PEERS);
        try {
            List<String> lines = peerLines();
            List<Address> peers = addresses(lines);
            if (peers.size() < lines.size()) {
                tell("The file " + file + " is damaged: " + (lines.size() - peers.size())
                        + " of its lines are no addresses and are left out");
            }
            return peers;
        } catch (IOException e) {
            tell("The file " + file + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private List<String> peerLines() throws IOException {
        Path file = folder.resolve(PEERS);
        return Files.exists(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
                : List.of();
    }

    private static List<Address> addresses(List<String> lines) {
        List<Address> addresses = new ArrayList<>();
        for (String line : lines) {
            try {
                addresses.add(Address.parse(line));
            } catch (IllegalArgumentException e) {
                // A flipped bit: the other lines are still good.
            }
        }
        return addresses;
    }

    /** Path of the newest checkpoint. */
    public Path checkpoint() {
        return checkpoints.newest();
    }

    /** All files of checkpoints that there are, for users. */
    public String checkpoints() {
        return checkpoints.names();
    }

    /** Path of the last checkpoint of the node's previous run, if it was in another. */
    public Path checkpointAside() {
        return folder.resolve(CHECKPOINT + ".other-run");
    }

    /** Copies the checkpoint, if there is one, when the node leaves its run for another. */
    public void putCheckpointAside() throws IOException {
        Optional<byte[]> newest = checkpoints.bytes();
        if (newest.isPresent()) {
            replace(checkpointAside(), newest.get());
        }
    }

    /**
     * The checkpoint to go on from.
     *
     * @param checkpoint the newest whole one
     * @param isOlder    whether it is the one before a damaged or missing one
     * @param damage     a clause for each damaged or missing file
     * @param isLost     whether there were checkpoints of which none is whole
     */
    public record FoundCheckpoint(Optional<CheckpointFile> checkpoint, boolean isOlder, List<String> damage,
            boolean isLost) {}

    /**
     * Reads the newest whole checkpoint. A damaged one is put aside.
     *
     * @throws UserMistakeException if a later version wrote it, or it may not be read
     */
    public FoundCheckpoint readCheckpoint() {
        try {
            Generations.Found<CheckpointFile> found = checkpoints.read();
            return new FoundCheckpoint(found.content(), found.isOlder(), found.damage(),
                    found.content().isEmpty() && checkpoints.exists());
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("The checkpoint " + checkpoint() + " cannot be used (" + e.getMessage()
                    + "): remove " + checkpoints.names() + " to join the run anew", e);
        }
    }

    /** Writes a checkpoint; the one before is kept as well. Thread-safe. */
    public void writeCheckpoint(CheckpointFile checkpoint) throws IOException {
        checkpoints.write(checkpoint.encode());
    }

    /**
     * Notes for how long this process has run. Another thread than that of the other methods may call it, one call at a
     * time.
     */
    public void noteRunning(Duration uptime) throws IOException {
        lives = new LivesFile(lives.uncleanEnds(), lastedBefore.plus(uptime), true);
        lifetimes.write(lives.encode());
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
                    keepReading(name, file, kept);
                }
            }
            return kept;
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + entries + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A damaged one is put aside: it belongs to a life that has ended, and the next one has a number of its own. */
    private void keepReading(String name, Path file, SortedMap<String, byte[]> kept) throws IOException {
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
        tell("The file " + file + " " + why + ": it is now " + aside + ", and what it kept is forgotten");
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    /** Writes a temporary file beside the old one, forces it to disk, and then renames it over the old one. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        DurableSteps.DISK.write(unfinished, bytes);
        DurableSteps.DISK.rename(unfinished, file);
        DurableSteps.DISK.forceFolder(file.toAbsolutePath().getParent());
    }

    /** Ends the process's use of the folder: it was not killed. */
    @Override
    public void close() {
        try (lock) {
            if (lives.isRunning()) {
                lives = new LivesFile(lives.uncleanEnds(), lives.lasted(), false);
                lifetimes.write(lives.encode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
