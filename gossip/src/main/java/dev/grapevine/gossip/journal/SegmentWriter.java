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
 * Encoder of one journal segment. It returns the bytes piece by piece, in the order in which they must be written.
 *
 * <p>A segment is a magic number of eight letters and then parts, each preceded by its length and a CRC-32C (four bytes
 * each, big-endian). The first part is the header. Each later part is a letter, {@code E} for an event or {@code H} for
 * the hash of its step, and its fields. Not thread-safe.
 */
public final class SegmentWriter {

    static final byte EVENT = 'E';
    static final byte HASH = 'H';
    /** Bytes of a part's length and checksum. */
    static final int PREFIX_BYTES = 2 * Integer.BYTES;

    /** Length of the result of {@link #stepHash}. */
    public static final int HASH_BYTES = PREFIX_BYTES + 1 + Long.BYTES;

    private final RoundStart roundStart = new RoundStart();

    /** Bytes of the segment's start. */
    public byte[] header(SegmentHeader header) {
        Output out = new Output(1024, -1);
        header.write(out);
        byte[] part = part(out);
        return ByteBuffer.allocate(JournalFormat.MAGIC_BYTES + part.length).put(JournalFormat.magic()).put(part)
                .array();
    }

    /** Bytes of an event, for writing before it is handled. */
    public byte[] event(Duration now, Event event) {
        Output out = new Output(256, -1);
        out.writeByte(EVENT);
        out.writeVarLong(now.toNanos(), true);
        EventCodec.write(out, event, roundStart.values());
        return part(out);
    }

    /** Bytes of the hash of the last event's step. */
    public byte[] stepHash(List<Effect> effects, PeerProtocol protocol) {
        return stepHash(effects, StepHash.of(effects, protocol));
    }

    byte[] stepHash(List<Effect> effects, long hash) {
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
