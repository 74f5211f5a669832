package dev.grapevine.node.driver;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.RunTerms;
import dev.grapevine.node.run.SharedSums;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Makes the run of a node: from its checkpoint, from the charter of others or, if it founds one, from its own data and
 * the sums of others' data. For the training thread.
 */
final class RunLoader {

    /**
     * The run and the checkpoint that a node begins with, if any.
     *
     * @param why a clause on why the checkpoint is not the last one; empty if it is
     */
    record Beginning(Optional<LocalRun> run, Optional<CheckpointFile> checkpoint, String why) {}

    private final RunOptions options;
    private final boolean joins;
    private final NodeDirectory directory;
    private final PeerId self;
    private final Consumer<String> notice;
    /** The sums that others may know of the data; null until they are asked for. */
    private SharedSums sums;
    /** The sentence to say instead of founding a run, because checkpoints of an earlier one are lost; else empty. */
    private volatile Optional<String> lost = Optional.empty();

    /**
     * @param joins  whether others are asked for their run before one is founded
     * @param notice receives sentences for users, on the training thread
     */
    RunLoader(RunOptions options, boolean joins, NodeDirectory directory, PeerId self, Consumer<String> notice) {
        this.options = options;
        this.joins = joins;
        this.directory = directory;
        this.self = self;
        this.notice = notice;
    }

    /**
     * Reads the newest whole checkpoint, or founds a run if there is nobody to ask; else a beginning without a run.
     *
     * @throws UserMistakeException if checkpoints are lost and there is nobody to ask
     */
    Beginning begin() {
        NodeDirectory.FoundCheckpoint found = directory.readCheckpoint();
        String why = String.join("; ", found.damage());
        lost = found.isLost() ? Optional.of(lostWork(why)) : Optional.empty();
        if (found.checkpoint().isPresent()) {
            if (!found.isOlder()) {
                found.damage().forEach(notice);
            }
            return new Beginning(Optional.of(restore(found.checkpoint().get())), found.checkpoint(),
                    found.isOlder() ? why : "");
        }
        if (lost.isPresent()) {
            if (!joins && directory.knownPeers().isEmpty()) {
                throw new UserMistakeException(lost.get());
            }
            notice.accept("No checkpoint can be used (" + why + "): joins the run anew");
            return new Beginning(Optional.empty(), Optional.empty(), "");
        }
        return new Beginning(joins ? Optional.empty() : Optional.of(found(List.of())), Optional.empty(), "");
    }

    private String lostWork(String why) {
        return "No checkpoint can be used (" + why
                + ") and no peer has the run: what the node has learned would be lost."
                + " Start it while a peer of the run is there, put back a copy of " + directory.checkpoint()
                + ", or remove " + directory.checkpoints() + " to found another run";
    }

    private LocalRun restore(CheckpointFile checkpoint) {
        Charter charter = checkpoint.charter();
        charter.firstRefusal(RunTerms.pinned(options)).ifPresent(difference -> {
            throw new UserMistakeException("The checkpoint in " + directory.path() + " belongs to another run: "
                    + difference + " (there = in the checkpoint)");
        });
        LocalRun restored = load(RunSetup.adopt(charter, options));
        restored.trainer().restore(checkpoint.trainer());
        return restored;
    }

    /** The sentence to tell the user instead of founding a run; usually empty. Thread-safe. */
    Optional<String> lost() {
        return lost;
    }

    /** Founds a run that suits the data of others too. */
    LocalRun found(List<PeerSums> others) {
        SharedSums.Founded founded = sums().found(others);
        founded.leftOut().forEach(notice);
        founded.weights().forEach(notice);
        if (options.get(TaskOptions.INIT).isPresent()) {
            notice.accept("Starts from the model in " + options.text(TaskOptions.INIT));
        }
        return load(founded.setup().ofRun(RandomIdentity.ofRun()));
    }

    /** Adopts the run of others. */
    LocalRun adopt(Charter charter) {
        lost = Optional.empty();
        return load(setupOf(charter));
    }

    /** Turns nonsense in a peer's charter into a sentence for users: it is no bug of this node. */
    private RunSetup setupOf(Charter charter) {
        try {
            return RunSetup.adopt(charter, options);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("The run that answered cannot be joined by this version of Grapevine: "
                    + e.getMessage());
        }
    }

    /**
     * The sums over this node's data, encoded; empty if it cannot be summed up, which may still suit a run that others
     * found.
     */
    byte[] ownSums() {
        try {
            return sums().toBytes();
        } catch (UserMistakeException e) {
            notice.accept("Sends no sums of its data to others: " + e.getMessage());
            return new byte[0];
        }
    }

    private SharedSums sums() {
        if (sums == null) {
            sums = SharedSums.of(options);
        }
        return sums;
    }

    private LocalRun load(RunSetup setup) {
        setup.ignoredAdvice().forEach(notice);
        LocalRun loaded = LocalRun.prepare(setup);
        loaded.notes().forEach(notice);
        sums = null;
        // Loading leaves much garbage, once; a small device needs the memory now.
        System.gc();
        return loaded;
    }
}
