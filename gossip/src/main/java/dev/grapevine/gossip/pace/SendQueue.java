package dev.grapevine.gossip.pace;

import java.util.LinkedHashMap;
import java.util.Map;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.message.BlockNumbers;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * Frames that wait to be sent: replies with parameters last, each kind in the order in which it came.
 *
 * <p>What is said again while it still waits takes the place of what was said before, so the queue holds no more than
 * there is to say. A pure machine; not for several threads at once.
 */
public final class SendQueue {

    /**
     * A frame and where it goes.
     *
     * @param to      the receiver
     * @param isReply whether it is a reply with parameters
     */
    public record Waiting(PeerId to, byte[] frame, boolean isReply) {}

    /** What a frame says, whatever the numbers in it. */
    private record Subject(PeerId to, String message, long sequence, int block) {}

    private final Map<Subject, byte[]> first = new LinkedHashMap<>();
    private final Map<Subject, byte[]> replies = new LinkedHashMap<>();
    /** The lengths of all frames that go first. */
    private long firstBytes;

    /** Puts a frame into its place. */
    public void add(PeerId to, Message message, byte[] frame) {
        long sequence = message instanceof Message.ExchangeMessage exchange ? exchange.sequence() : 0;
        add(new Subject(to, message.getClass().getSimpleName(), sequence, BlockNumbers.of(message)), frame,
                isReply(message) ? replies : first);
    }

    private static boolean isReply(Message message) {
        return message instanceof Message.BlockReply || message instanceof Message.CopyReply;
    }

    private void add(Subject subject, byte[] frame, Map<Subject, byte[]> queue) {
        byte[] before = queue.put(subject, frame);
        if (queue == first) {
            firstBytes += frame.length - (before == null ? 0 : before.length);
        }
    }

    public boolean isEmpty() {
        return first.isEmpty() && replies.isEmpty();
    }

    /** Whether replies with parameters wait. */
    public boolean hasReplies() {
        return !replies.isEmpty();
    }

    /** What all frames that go first take on the wire. */
    public long firstBytes() {
        return firstBytes + (long) FrameCodec.LENGTH_PREFIX_BYTES * first.size();
    }

    /** Takes the next one out. */
    public Waiting take() {
        Map<Subject, byte[]> queue = first.isEmpty() ? replies : first;
        Subject next = queue.keySet().iterator().next();
        byte[] frame = queue.remove(next);
        firstBytes -= queue == first ? frame.length : 0;
        return new Waiting(next.to, frame, queue == replies);
    }

    public void save(Output out) {
        save(first, out);
        save(replies, out);
    }

    private static void save(Map<Subject, byte[]> queue, Output out) {
        out.writeVarInt(queue.size(), true);
        queue.forEach((subject, frame) -> {
            out.writeString(subject.to.text());
            out.writeString(subject.message);
            out.writeVarLong(subject.sequence, true);
            out.writeVarInt(subject.block, false);
            out.writeVarInt(frame.length, true);
            out.writeBytes(frame);
        });
    }

    public void restore(Input in) {
        restore(first, in);
        restore(replies, in);
    }

    private void restore(Map<Subject, byte[]> queue, Input in) {
        int count = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of frames");
        for (int i = 0; i < count; i++) {
            add(new Subject(new PeerId(in.readString()), in.readString(), in.readVarLong(true), in.readVarInt(false)),
                    BoundedInput.bytes(in), queue);
        }
    }
}
