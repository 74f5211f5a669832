package dev.grapevine.gossip.pace;

import java.util.LinkedHashMap;
import java.util.Map;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.message.BlockNumbers;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * Frames that wait to be sent: those without parameters first, each kind in the order in which it came.
 *
 * <p>What is said again while it still waits takes the place of what was said before, so the queue holds no more than
 * there is to say. A pure machine; not for several threads at once.
 */
public final class SendQueue {

    /**
     * A frame and where it goes.
     *
     * @param to the receiver
     */
    public record Waiting(PeerId to, byte[] frame) {}

    /** What a frame says, whatever the numbers in it. */
    private record Subject(PeerId to, String message, long sequence, int block) {}

    private final Map<Subject, byte[]> small = new LinkedHashMap<>();
    private final Map<Subject, byte[]> large = new LinkedHashMap<>();
    private long bytes;

    /** Puts a frame into its place. */
    public void add(PeerId to, Message message, byte[] frame) {
        long sequence = message instanceof Message.ExchangeMessage exchange ? exchange.sequence() : 0;
        add(new Subject(to, message.getClass().getSimpleName(), sequence, BlockNumbers.of(message)), frame,
                carriesParameters(message) ? large : small);
    }

    private static boolean carriesParameters(Message message) {
        return message instanceof Message.BlockRequest || message instanceof Message.BlockReply
                || message instanceof Message.CopyReply;
    }

    private void add(Subject subject, byte[] frame, Map<Subject, byte[]> queue) {
        byte[] before = queue.put(subject, frame);
        bytes += frame.length - (before == null ? 0 : before.length);
    }

    public boolean isEmpty() {
        return small.isEmpty() && large.isEmpty();
    }

    /** Frames that wait. */
    public int count() {
        return small.size() + large.size();
    }

    /** The lengths of all frames that wait. */
    public long bytes() {
        return bytes;
    }

    /** Takes the next one out. */
    public Waiting take() {
        Map<Subject, byte[]> queue = small.isEmpty() ? large : small;
        Subject next = queue.keySet().iterator().next();
        byte[] frame = queue.remove(next);
        bytes -= frame.length;
        return new Waiting(next.to, frame);
    }

    public void save(Output out) {
        save(small, out);
        save(large, out);
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
        restore(small, in);
        restore(large, in);
    }

    private void restore(Map<Subject, byte[]> queue, Input in) {
        int count = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of frames");
        for (int i = 0; i < count; i++) {
            add(new Subject(new PeerId(in.readString()), in.readString(), in.readVarLong(true), in.readVarInt(false)),
                    BoundedInput.bytes(in), queue);
        }
    }
}
