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
 * Reads a segment that {@link SegmentWriter} wrote. For any bytes it throws only {@link NotAJournalException}, and only
 * for a header; at missing or damaged bytes the segment ends, and {@link #ending} says why. Not thread-safe.
 */
public final class SegmentReader {

    /** Source of the bytes. */
    @FunctionalInterface
    public interface Source {
        /** Next bytes: {@code count} of them, or fewer at the end. */
        byte[] next(int count);
    }

    /** The end of a segment. */
    public enum Ending {
        /** The end after a whole entry. */
        WHOLE,
        /** The end inside an entry: the node lost power or was killed while writing. */
        CUT_OFF,
        /** The end at an entry that was changed after it was written. */
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
     * @throws NotAJournalException if there is no whole header
     */
    public SegmentReader(Source source, Rooms rooms) throws NotAJournalException {
        this.source = source;
        this.rooms = rooms;
        byte[] magic = source.next(JournalFormat.MAGIC_BYTES);
        JournalFormat.require(magic);
        position = magic.length;
        byte[] part = nextPart().orElseThrow(() -> new NotAJournalException("its header is not whole"));
        Input in = new Input(part);
        try {
            header = SegmentHeader.read(in, rooms);
        } catch (UnknownKnobException e) {
            throw new NotAJournalException("another version of Grapevine wrote it: " + e.getMessage());
        } catch (KryoException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new NotAJournalException("its header is damaged: " + e.getMessage());
        }
        if (BoundedInput.remaining(in) > 0) {
            throw new NotAJournalException("its header has " + BoundedInput.remaining(in) + " bytes too many");
        }
    }

    public SegmentHeader header() {
        return header;
    }

    /** Next entry; empty at the end. The previous entry must have been handled before, see {@link #stepped}. */
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

    /** Follows the effects of the last event, because later events may refer to them. */
    public void stepped(List<Effect> effects) {
        roundStart.stepped(effects);
    }

    /** The end of the segment, once there is no further entry. */
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
            // After a loss of power, space that was allocated but not written is zero.
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
                case SegmentWriter.EVENT -> new Entry.EventEntry(
                        Duration.ofNanos(BoundedInput.count(in, "time")),
                        EventCodec.read(in, roundStart.values(), rooms));
                case SegmentWriter.HASH -> new Entry.HashEntry(in.readLong());
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
