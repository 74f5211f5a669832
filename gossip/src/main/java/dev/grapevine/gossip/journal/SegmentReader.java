package dev.grapevine.gossip.journal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.parameters.UnknownKnobException;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * Reads what {@link SegmentWriter} wrote. Whatever the bytes are, nothing is thrown but {@link NoJournalException}, and
 * only for a header; where later bytes are missing or damaged, the segment ends and {@link #ending} says why. Not for
 * several threads at once.
 */
public final class SegmentReader {

    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Source {
        /** The next bytes, as many as asked for, or as there are if those are fewer. */
        byte[] next(int count);
    }

    /** How a segment ends. */
    public enum Ending {
        /** Behind a whole part. */
        WHOLE,
        /** In the middle of one: the node lost power or was killed while it wrote. */
        CUT_OFF,
        /** There is a part that is not as it was written. */
        DAMAGED
    }

    private final Source source;
    private final Rooms rooms;
    private final SegmentHeader header;
    private final RoundStart roundStart = new RoundStart();
    private Ending ending = Ending.WHOLE;
    private long position;

    /**
     * Reads the header.
     *
     * @param rooms the rooms that the reader knows
     * @throws NoJournalException if there is none that is whole
     */
    public SegmentReader(Source source, Rooms rooms) throws NoJournalException {
        this.source = source;
        this.rooms = rooms;
        byte[] letters = source.next(JournalForm.LETTERS);
        JournalForm.require(letters);
        position = letters.length;
        byte[] part = nextPart().orElseThrow(() -> new NoJournalException("its header is not whole"));
        Input in = new Input(part);
        try {
            header = SegmentHeader.read(in, rooms);
        } catch (UnknownKnobException e) {
            throw new NoJournalException("another version of Grapevine wrote it: " + e.getMessage());
        } catch (KryoException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new NoJournalException("its header is damaged: " + e.getMessage());
        }
        if (BoundedInput.remaining(in) > 0) {
            throw new NoJournalException("its header has " + BoundedInput.remaining(in) + " bytes too many");
        }
    }

    public SegmentHeader header() {
        return header;
    }

    /** The next entry; empty at the end. What it follows has to have been handled, see {@link #stepped}. */
    public Optional<Entry> next() {
        if (ending != Ending.WHOLE) {
            return Optional.empty();
        }
        long before = position;
        Optional<Entry> entry = nextPart().flatMap(this::entry);
        if (ending == Ending.DAMAGED) {
            position = before;
        }
        return entry;
    }

    /** The event that was read last had these effects: the next one may be written against them. */
    public void stepped(List<Effect> effects) {
        roundStart.stepped(effects);
    }

    /** How the segment ended, once there is no further entry. */
    public Ending ending() {
        return ending;
    }

    /** Bytes read, up to the last whole entry. */
    public long position() {
        return position;
    }

    private Optional<byte[]> nextPart() {
        byte[] prefix = source.next(SegmentWriter.PREFIX_BYTES);
        if (prefix.length < SegmentWriter.PREFIX_BYTES) {
            return end(prefix.length == 0 ? Ending.WHOLE : Ending.CUT_OFF);
        }
        int length = ByteBuffer.wrap(prefix).getInt();
        if (length == 0) {
            // After a loss of power, room that the file was given and nothing was written to is zero.
            return end(Ending.CUT_OFF);
        }
        if (length < 0) {
            return end(Ending.DAMAGED);
        }
        byte[] part = source.next(length);
        if (part.length < length) {
            return end(Ending.CUT_OFF);
        }
        if (SegmentWriter.checksum(part) != ByteBuffer.wrap(prefix).getInt(Integer.BYTES)) {
            return end(Ending.DAMAGED);
        }
        position += prefix.length + length;
        return Optional.of(part);
    }

    private Optional<Entry> entry(byte[] part) {
        Input in = new Input(part);
        try {
            Entry entry = switch (in.readByte()) {
                case SegmentWriter.EVENT -> new Entry.Happened(
                        Duration.ofNanos(BoundedInput.count(in, "time")),
                        EventBytes.read(in, roundStart.values(), rooms));
                case SegmentWriter.HASH -> new Entry.LedTo(in.readLong());
                default -> throw new KryoException("an entry of an unknown kind");
            };
            return BoundedInput.remaining(in) == 0 ? Optional.of(entry) : end(Ending.DAMAGED);
        } catch (KryoException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            return end(Ending.DAMAGED);
        }
    }

    private <T> Optional<T> end(Ending how) {
        ending = how;
        return Optional.empty();
    }
}
