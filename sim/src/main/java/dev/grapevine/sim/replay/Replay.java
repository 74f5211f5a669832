package dev.grapevine.sim.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.journal.Entry;
import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.journal.SegmentReader;
import dev.grapevine.gossip.journal.StepHash;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.words.Words;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Feeds the events of a journal to the protocol again, and compares what it does with what the node did, until the end or
 * the first difference. For one thread.
 */
public final class Replay {

    /** Sees what happens. */
    public interface Watcher {

        /** A segment begins; the protocol is as it is before its first event. */
        void begins(SegmentHeader header, PeerProtocol protocol);

        /** An event was handled. */
        void stepped(Step step, PeerProtocol protocol);
    }

    /**
     * The outcome of a replay.
     *
     * @param compared   events whose effects were the same
     * @param difference where the effects were not
     * @param damaged    whether a part of the journal is not as it was written
     * @param remarks    sentences about what is missing
     */
    public record Outcome(long compared, Optional<Difference> difference, boolean damaged, List<String> remarks) {}

    private final Words words = new Words(Rooms.ALL);
    private final Watcher watcher;
    private final List<String> remarks = new ArrayList<>();
    private Optional<Difference> difference = Optional.empty();
    private boolean damaged;
    private long compared;
    private long number;
    private Duration now = Duration.ZERO;
    private PeerProtocol protocol;
    /** Whether the protocol is where the next segment should begin. */
    private boolean continuous;

    private Replay(Watcher watcher) {
        this.watcher = watcher;
    }

    /**
     * Replays a journal.
     *
     * @throws UserMistakeException if the file is none
     */
    public static Outcome of(Path file, Watcher watcher) {
        Replay replay = new Replay(watcher);
        try (JournalSegments journal = new JournalSegments(file)) {
            journal.notice().ifPresent(replay.remarks::add);
            for (JournalSegments.Segment segment : journal.segments()) {
                if (replay.difference.isEmpty()) {
                    replay.replay(segment);
                }
            }
        }
        return new Outcome(replay.compared, replay.difference, replay.damaged, List.copyOf(replay.remarks));
    }

    private void replay(JournalSegments.Segment segment) {
        SegmentReader reader = segment.reader();
        SegmentHeader header = reader.header();
        PeerProtocol begun = begin(segment.file(), header);
        if (continuous) {
            compareState(header);
            if (difference.isPresent()) {
                return;
            }
        } else if (header.eventsBefore() > 0) {
            remarks.add("The first " + header.eventsBefore()
                    + " events of this life are not there: the journal keeps what fits into its limit");
        }
        protocol = begun;
        number = header.eventsBefore();
        continuous = false;
        watcher.begins(header, protocol);
        Optional<Entry> entry = reader.next();
        while (entry.isPresent() && difference.isEmpty()) {
            if (!(entry.get() instanceof Entry.EventEntry happened)) {
                throw damagedBy(segment.file(), reader, "a hash that belongs to no event");
            }
            number++;
            now = happened.at();
            entry = step(reader, happened);
        }
        if (difference.isEmpty()) {
            end(segment.file(), reader);
        }
    }

    private static PeerProtocol begin(Path file, SegmentHeader header) {
        try {
            return header.protocol(Rooms.ALL);
        } catch (RuntimeException e) {
            throw new UserMistakeException(file + " is no journal that this version of Grapevine can replay: "
                    + e.getMessage(), e);
        }
    }

    /** The cut that a segment begins with is the state in which the one before ended. */
    private void compareState(SegmentHeader header) {
        boolean same = header.origin() instanceof Origin.FromSnapshot from && protocol.charter().isPresent()
                && Arrays.equals(from.snapshot(), protocol.save());
        if (!same) {
            difference = Optional.of(new Difference(number, now, "the end of segment " + (header.segment() - 1),
                    "the state that segment " + header.segment() + " begins with", "another state"));
        }
    }

    /** Handles an event; the result is the entry after the hash of its effects. */
    private Optional<Entry> step(SegmentReader reader, Entry.EventEntry happened) {
        List<Effect> effects;
        try {
            effects = protocol.step(happened.at(), happened.event());
        } catch (RuntimeException e) {
            Optional<Entry> after = reader.next();
            if (after.isPresent() || reader.ending() != SegmentReader.Ending.WHOLE) {
                differs(happened, after, "it throws " + e);
            } else {
                remarks.add("The node ended in event " + number + " (" + words.of(happened.event())
                        + "), and that is why: " + e);
            }
            return Optional.empty();
        }
        reader.stepped(effects);
        watcher.stepped(new Step(number, happened.at(), happened.event(), effects), protocol);
        Optional<Entry> after = reader.next();
        long hash = StepHash.of(effects, protocol);
        if (after.isPresent() && after.get() instanceof Entry.HashEntry recorded) {
            if (recorded.hash() != hash) {
                differs(happened, after, "hash " + hex(hash) + ": " + words.of(effects));
                return Optional.empty();
            }
            compared++;
            continuous = true;
            return reader.next();
        }
        continuous = false;
        if (after.isPresent()) {
            differs(happened, after, "hash " + hex(hash));
        } else {
            remarks.add("What event " + number + " led to was not written any more: it is not compared");
        }
        return Optional.empty();
    }

    private void differs(Entry.EventEntry happened, Optional<Entry> after, String got) {
        String expected = after.isPresent() && after.get() instanceof Entry.HashEntry recorded
                ? "hash " + hex(recorded.hash())
                : "none, since the journal has another event here";
        difference = Optional.of(new Difference(number, happened.at(), words.of(happened.event()), expected, got));
    }

    private void end(Path file, SegmentReader reader) {
        switch (reader.ending()) {
            case WHOLE -> {
            }
            case CUT_OFF -> {
                continuous = false;
                remarks.add(file + " is cut off behind byte " + reader.position() + ", after event " + number
                        + ": the node ended while it wrote, or the file was not copied whole");
            }
            case DAMAGED -> {
                continuous = false;
                damaged = true;
                remarks.add(file + " is damaged at byte " + reader.position() + ", after event " + number
                        + ": what follows is not replayed");
            }
        }
    }

    private static UserMistakeException damagedBy(Path file, SegmentReader reader, String what) {
        return new UserMistakeException(file + " is damaged: before byte " + reader.position() + " it has " + what);
    }

    private static String hex(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }
}
