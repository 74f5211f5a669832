package dev.grapevine.gossip.journal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;

import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;

/**
 * The bytes of one segment of a journal, piece by piece, in the order in which they are to be written.
 *
 * <p>A segment is eight letters and then parts, each with its length and a CRC-32C before it (four bytes each,
 * big-endian). The first part is the header. Each other one is a letter, {@code E} for an event or {@code H} for the hash
 * of what it led to, and its fields. Not for several threads at once.
 */
public final class SegmentWriter {

    static final byte EVENT = 'E';
    static final byte HASH = 'H';
    /** Length and checksum of a part. */
    static final int PREFIX_BYTES = 2 * Integer.BYTES;

    /** What {@link #ledTo} returns. */
    public static final int HASH_BYTES = PREFIX_BYTES + 1 + Long.BYTES;

    private final RoundStart roundStart = new RoundStart();

    /** How the segment begins. */
    public byte[] header(SegmentHeader header) {
        Output out = new Output(1024, -1);
        header.write(out);
        byte[] part = part(out);
        return ByteBuffer.allocate(JournalForm.LETTERS + part.length).put(JournalForm.letters()).put(part).array();
    }

    /** An event that is about to be handled. */
    public byte[] event(Duration now, Event event) {
        Output out = new Output(256, -1);
        out.writeByte(EVENT);
        out.writeVarLong(now.toNanos(), true);
        EventBytes.write(out, event, roundStart.values());
        return part(out);
    }

    /** What the event that was written last led to. */
    public byte[] ledTo(List<Effect> effects, PeerProtocol protocol) {
        return ledTo(effects, StepHash.of(effects, protocol));
    }

    byte[] ledTo(List<Effect> effects, long hash) {
        roundStart.stepped(effects);
        Output out = new Output(1 + Long.BYTES);
        out.writeByte(HASH);
        out.writeLong(hash);
        return part(out);
    }

    private static byte[] part(Output content) {
        return part(content.toBytes());
    }

    static byte[] part(byte[] content) {
        return ByteBuffer.allocate(PREFIX_BYTES + content.length).putInt(content.length).putInt(checksum(content))
                .put(content).array();
    }

    static int checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return (int) checksum.getValue();
    }
}
