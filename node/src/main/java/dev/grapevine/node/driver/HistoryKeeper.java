package dev.grapevine.node.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.history.History;
import dev.grapevine.node.history.HistoryEvent;
import dev.grapevine.node.history.HistoryFile;
import dev.grapevine.node.history.HistoryJson;
import dev.grapevine.node.history.HistoryPoint;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.words.PeerNames;

/**
 * The history of a running node: takes a point from its status in the history's spacing and at each evaluation, notes
 * events, and writes all of it to the node's folder now and then. Its clock never goes back, not over a restart either. For
 * one event loop.
 */
final class HistoryKeeper {

    /** Longest time between two writes. */
    static final Duration WRITE_EVERY = Duration.ofMinutes(1);
    /** Between two writes while the history is young: a node that is killed early loses little of it. */
    private static final int SPACINGS_A_WRITE = 5;
    private static final String FILE = "its history";

    private final Path folder;
    private final Supplier<Duration> sinceStart;
    private final History history;
    private final Optional<String> damage;
    private final long start;
    /** Bytes that earlier processes of this node sent and received, as far as the history knows. */
    private long sentBefore;
    private long receivedBefore;
    private final FactSentences facts = new FactSentences();
    private String self = "";
    private Double best;
    private Duration written = Duration.ZERO;
    private boolean isLearning;
    private boolean isChanged;
    /** Null until the node listens. */
    private DiskWriter disk;

    /**
     * Reads what the folder has of earlier processes.
     *
     * @param folder     of the node
     * @param clock      of this machine
     * @param sinceStart time since the start of the process
     */
    HistoryKeeper(Path folder, InstantSource clock, Supplier<Duration> sinceStart) {
        this.folder = folder;
        this.sinceStart = sinceStart;
        HistoryFile.Found found = HistoryFile.read(folder);
        this.history = found.history();
        this.damage = found.damage();
        this.start = Math.max(clock.millis(), history.last() + 1) - sinceStart.get().toMillis();
        goOn();
    }

    private void goOn() {
        sentBefore = history.points().isEmpty() ? 0 : history.points().getLast().bytesSent();
        receivedBefore = history.points().isEmpty() ? 0 : history.points().getLast().bytesReceived();
        best = history.best().isPresent() ? history.best().getAsDouble() : null;
    }

    /** Begins to take points and to write. Returns a sentence for users if the folder had a history that cannot be read. */
    Optional<String> begin(String peer, DelayedExecutor later, DiskWriter writer, Supplier<NodeStatus> status) {
        self = peer;
        disk = writer;
        tick(later, status);
        return damage;
    }

    private void tick(DelayedExecutor later, Supplier<NodeStatus> status) {
        later.run(Duration.ofMillis(history.spacing()), () -> {
            observe(status.get());
            writeIfDue();
            tick(later, status);
        });
    }

    /** A run is learned from now on: points of another one are forgotten. */
    void learns(LocalRun run) {
        isLearning = true;
        String identity = run.setup().charter().run();
        if (!history.run().equals(identity)) {
            history.isOf(identity);
            goOn();
        }
    }

    /** Takes a point, once there is a run. */
    void observe(NodeStatus status) {
        if (!isLearning) {
            return;
        }
        history.add(new HistoryPoint(now(), status.rounds(), status.accuracy(), status.loss(), status.judgedLoss(),
                sentBefore + status.bytesSent(), receivedBefore + status.bytesReceived(), status.peers().size()));
        isChanged = true;
    }

    /** The served model was evaluated. */
    void evaluated(NodeStatus status) {
        Double accuracy = status.accuracy();
        if (accuracy != null && Double.isFinite(accuracy) && (best == null || accuracy > best)) {
            best = accuracy;
            happened(EventKind.BEST, String.format(Locale.ROOT, "Best evaluation so far: %.4f in round %d", accuracy,
                    status.rounds()));
        }
        observe(status);
    }

    void fact(Fact fact, PeerNames names) {
        facts.of(fact, self).ifPresent(told -> happened(told.kind(), names.in(told.sentence())));
    }

    void happened(EventKind kind, String sentence) {
        history.add(new HistoryEvent(now(), kind, sentence));
        isChanged = true;
    }

    /** Milliseconds since 1970, later than everything in the history. */
    private long now() {
        return Math.max(start + sinceStart.get().toMillis(), history.last() + 1);
    }

    private void writeIfDue() {
        Duration young = Duration.ofMillis(SPACINGS_A_WRITE * history.spacing());
        Duration every = young.compareTo(WRITE_EVERY) < 0 ? young : WRITE_EVERY;
        if (sinceStart.get().minus(written).compareTo(every) >= 0) {
            write();
        }
    }

    /** Writes what is not written yet. */
    void write() {
        if (!isChanged || disk == null) {
            return;
        }
        isChanged = false;
        written = sinceStart.get();
        byte[] encoded = HistoryFile.encode(history);
        disk.newest(FILE, () -> write(encoded));
    }

    private void write(byte[] encoded) throws IOException {
        HistoryFile.write(folder, encoded);
    }

    HistoryJson json() {
        return HistoryJson.of(history);
    }
}
