package dev.grapevine.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    static final String CHECKPOINT = "checkpoint.bin";
    /**
     * The number of lives by which a life whose number is lost begins above the others that are known. It is more than
     * the starts that a folder's older generation misses, and few enough that the numbers last.
     */
    private static final long SAFE_STEP = 1 << 10;
    /** A life of the same key that is ahead by more than a folder misses was begun on another device. */
    private static final long STEP_OF_ANOTHER_DEVICE = SAFE_STEP / 2;

    private final Path folder;
    private final FileChannel lock;
    /** Tells lives apart, even in copies of the folder. */
    private final SecureRandom random = new SecureRandom();

    private final Generations<IdentityFile> identities;
    private final Generations<CheckpointFile> checkpoints;
    private final ProcessHistory history;
    private final PeersFile peers;
    private final KeptFiles kept;
    /** Sentences for users that nobody has taken yet. */
    private final List<String> news = new ArrayList<>();

    /** The name for people; empty until the first life has begun, and for a node without a name. */
    private String name = "";

    private NodeDirectory(Path folder, FileChannel lock, DurableSteps steps) {
        this.folder = folder;
        this.lock = lock;
        this.identities = new Generations<>(folder.resolve(IdentityFile.FILE), IdentityFile::decode, steps);
        this.checkpoints = new Generations<>(folder.resolve(CHECKPOINT), CheckpointFile::decode, steps);
        this.history = new ProcessHistory(folder, steps, this::tell);
        this.peers = new PeersFile(folder, this::tell);
        this.kept = new KeptFiles(folder, steps, this::tell);
    }

    /** Creates the folder if necessary, and locks it. */
    public static NodeDirectory open(Path folder) {
        return open(folder, DurableSteps.DISK);
    }

    /** The same with other steps, such as those of a disk that stops. */
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
            history.begin();
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
        long next = above(basis);
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
        NodeLife next = new NodeLife(self, Incarnations.above(earlier, random.nextInt()), kept.read());
        identities.write(new IdentityFile(next.self(), Optional.of(name), next.incarnation()).encode());
        return next;
    }

    /** The history of the node's processes, this one included. Thread-safe. */
    public LivesFile lives() {
        return history.lives();
    }

    /** Tells other programs on this machine the node's process and the address of its API. */
    public void announce(long pid, Address http) throws IOException {
        new ProcessFile(pid, http).writeIn(folder);
    }

    /** Saves the address of a peer, to find it after a restart. The oldest ones are dropped. */
    public void rememberPeer(Address address) throws IOException {
        peers.remember(address);
    }

    /** Addresses of peers, the latest first. Lines that are no addresses are left out, and the user is told. */
    public List<Address> knownPeers() {
        return peers.addresses();
    }

    /** Path of the newest checkpoint. */
    public Path checkpoint() {
        return checkpoints.newest();
    }

    /** All files of checkpoints that there are, for users. */
    public String checkpoints() {
        return checkpoints.names();
    }

    /** The bytes of the newest checkpoint, whole or not; empty without one. Thread-safe. */
    public Optional<byte[]> checkpointBytes() throws IOException {
        return checkpoints.bytes();
    }

    /**
     * Writes what a device had that has lost its folder. Its next life is numbered far above those that are known: more may
     * have been begun than anybody tells, and no two may have one number.
     *
     * @param restoredName for people; may be empty
     * @param known        the latest incarnation that is known, or {@link Incarnations#UNKNOWN}
     * @param checkpoint   if there is one
     * @param peers        where others are, the most likely last
     * @throws UserMistakeException if the folder has the identity of another key
     */
    public void restore(PeerId self, String restoredName, long known, Optional<byte[]> checkpoint, List<Address> peers)
            throws IOException {
        if (identities.look().filter(other -> !other.peer().equals(self)).isPresent()) {
            throw new UserMistakeException("The folder " + folder + " is that of another node: restore this one in a"
                    + " folder of its own (--dir)");
        }
        identities.write(new IdentityFile(self, Optional.of(restoredName), above(known)).encode());
        if (checkpoint.isPresent()) {
            checkpoints.write(checkpoint.get());
        }
        for (Address peer : peers) {
            rememberPeer(peer);
        }
    }

    private static long above(long known) {
        return Incarnations.above(known, 0) + (SAFE_STEP << Integer.SIZE);
    }

    /** Whether an incarnation of the same key is so far ahead that another device began it, from a spare copy. */
    public static boolean isOfAnotherDevice(long incarnation, long own) {
        return Incarnations.count(incarnation) - Incarnations.count(own) > STEP_OF_ANOTHER_DEVICE;
    }

    /** Path of the last checkpoint of the node's previous run, if it was in another. */
    public Path checkpointAside() {
        return folder.resolve(CHECKPOINT + ".other-run");
    }

    /** Copies the checkpoint, if there is one, when the node leaves its run for another. */
    public void putCheckpointAside() throws IOException {
        Optional<byte[]> newest = checkpoints.bytes();
        if (newest.isPresent()) {
            AtomicFile.replace(checkpointAside(), newest.get());
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
        history.noteRunning(uptime);
    }

    /**
     * Keeps bytes under a name, replacing earlier ones; they are on disk when this returns. Another thread than that of
     * the other methods may call it, one call at a time.
     *
     * @param name 1 to 64 letters, digits and dashes
     */
    public void keep(String name, byte[] bytes) throws IOException {
        kept.keep(name, bytes);
    }

    /** Ends the process's use of the folder: it was not killed. */
    @Override
    public void close() {
        try (lock) {
            history.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
