package dev.grapevine.sim.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.words.Words;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.world.StepListener;

/**
 * A run as text, a line for each step: what the time was, which node, a hash over all so far, what happened and what the
 * node did about it. Two runs of the same scenario, seed and program have the same file; where they differ,
 * {@link TraceDifference} finds the first line.
 */
public final class TraceFile implements StepListener, AutoCloseable {

    static final String HEADER = "# a run of grapevine sim: seconds, node, hash over all steps so far, event -> effects";

    private final Words words = new Words(Rooms.ALL);
    private final Path file;
    private final BufferedWriter writer;

    public TraceFile(Path file) {
        this.file = file;
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            writer = Files.newBufferedWriter(file);
            writer.write(HEADER + "\n");
        } catch (IOException e) {
            throw new UserMistakeException("The trace " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void stepped(long nanos, int node, Event event, List<Effect> effects, long traceHash) {
        try {
            writer.write(String.format(Locale.ROOT, "%d.%09d n%d %016x %s -> %s%n", nanos / 1_000_000_000,
                    nanos % 1_000_000_000, node, traceHash, words.of(event), words.of(effects)));
        } catch (IOException e) {
            throw new UserMistakeException("The trace " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
