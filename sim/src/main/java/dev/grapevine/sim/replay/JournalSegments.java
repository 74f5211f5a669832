package dev.grapevine.sim.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.journal.NotAJournalException;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.journal.SegmentReader;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The files of a journal that are there: the one that a user names, and the segment before it if that is of the same life.
 * Close it in the end.
 */
final class JournalSegments implements AutoCloseable {

    /** One file. */
    record Segment(Path file, SegmentReader reader) {}

    private final List<InputStream> open = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private Optional<String> notice = Optional.empty();

    /**
     * @throws UserMistakeException if the file is no journal
     */
    JournalSegments(Path file) {
        Path before = file.resolveSibling(file.getFileName() + SegmentHeader.BEFORE_SUFFIX);
        if (!Files.isRegularFile(file) && Files.isRegularFile(before)) {
            throw new UserMistakeException("There is no file " + file + ", but there is " + before
                    + ": try --replay " + before);
        }
        try {
            SegmentReader last = read(file);
            if (Files.isRegularFile(before)) {
                addIfItBelongs(before, last.header());
            }
            segments.add(new Segment(file, last));
        } catch (NotAJournalException e) {
            close();
            throw new UserMistakeException(file + " is no journal that this version of Grapevine reads: "
                    + e.getMessage(), e);
        } catch (IOException e) {
            close();
            throw new UserMistakeException("There is no file " + file + " that can be read", e);
        }
    }

    private void addIfItBelongs(Path before, SegmentHeader last) throws IOException {
        try {
            SegmentReader reader = read(before);
            SegmentHeader header = reader.header();
            if (header.isFollowedBy(last)) {
                segments.add(new Segment(before, reader));
            } else {
                notice = Optional.of(before + " is of another life (" + header.life().self() + ", life "
                        + Incarnations.shown(header.life().incarnation()) + "): replay it by itself");
            }
        } catch (NotAJournalException e) {
            notice = Optional.of(before + " is left out: " + e.getMessage());
        }
    }

    private SegmentReader read(Path file) throws IOException, NotAJournalException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        open.add(in);
        return new SegmentReader(count -> {
            try {
                return in.readNBytes(count);
            } catch (IOException e) {
                throw new UserMistakeException(file + " cannot be read: " + e.getMessage(), e);
            }
        }, Rooms.ALL);
    }

    /** The segments in the order in which they were written. */
    List<Segment> segments() {
        return segments;
    }

    /** Remarks for users about files that are left out. */
    Optional<String> notice() {
        return notice;
    }

    @Override
    public void close() {
        open.forEach(in -> {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
