package dev.grapevine.gossip.pace;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * Frames that wait to be sent: replies with parameters last, and first in, first out within each kind.
 *
 * <p>A frame that repeats a waiting one replaces it, so the queue does not grow by repetition. Requests of peers can
 * still be endless: beyond a number of frames, to one peer or to all, a new one is dropped, as a slow network would. A
 * pure machine; not for several threads at once.
 */
public final class SendQueue {

    /**
     * A frame and its receiver.
     *
     * @param to      the receiver
     * @param isReply whether it is a reply with parameters
     */
    public record Waiting(PeerId to, byte[] frame, boolean isReply) {}

    /** The key by which a repetition is recognised: a frame's purpose, whatever its numbers. */
    private record Subject(PeerId to, int message, long sequence, int block) {}

    /** The most frames to one peer: more than it can use. */
    public static final int OF_A_PEER_MAX = 256;
    /** The most frames to all peers. */
    public static final int FRAMES_MAX = 4096;

    private static final int NO_BLOCK = -1;

    private final Map<Subject, byte[]> first = new LinkedHashMap<>();
    private final Map<Subject, byte[]> replies = new LinkedHashMap<>();
    /** The number of waiting frames to each peer. */
    private final PeerTable<Integer> waiting = new PeerTable<>();
    /** The lengths of all frames that are not replies with parameters. */
    private long firstBytes;

    /**
     * Queues a frame, or replaces the one that it repeats.
     *
     * @param number of the message's type
     * @return false if it was dropped
     */
    public boolean add(PeerId to, int number, Message message, byte[] frame) {
        long sequence = message instanceof ConversationMessage said ? said.sequence() : 0;
        int block = message instanceof BlockMessage about ? about.block() : NO_BLOCK;
        return add(new Subject(to, number, sequence, block), frame, isReply(message) ? replies : first);
    }

    private static boolean isReply(Message message) {
        return message.priority() == Priority.REPLY || message.priority() == Priority.BULK;
    }

    private boolean add(Subject subject, byte[] frame, Map<Subject, byte[]> queue) {
        if (!queue.containsKey(subject)) {
            if (waitingFor(subject.to) >= OF_A_PEER_MAX || first.size() + replies.size() >= FRAMES_MAX) {
                return false;
            }
            waiting.put(subject.to, waitingFor(subject.to) + 1);
        }
        byte[] before = queue.put(subject, frame);
        if (queue == first) {
            firstBytes += frame.length - (before == null ? 0 : before.length);
        }
        return true;
    }

    private int waitingFor(PeerId peer) {
        Integer frames = waiting.get(peer);
        return frames == null ? 0 : frames;
    }

    public boolean isEmpty() {
        return first.isEmpty() && replies.isEmpty();
    }

    /** Whether replies with parameters wait. */
    public boolean hasReplies() {
        return !replies.isEmpty();
    }

    /** Bytes on the wire of all frames that are not replies with parameters. */
    public long firstBytes() {
        return firstBytes + (long) FrameCodec.LENGTH_PREFIX_BYTES * first.size();
    }

    /** Removes the next frame and returns it. */
    public Waiting take() {
        Map<Subject, byte[]> queue = first.isEmpty() ? replies : first;
        Subject next = queue.keySet().iterator().next();
        byte[] frame = queue.remove(next);
        int left = waitingFor(next.to) - 1;
        if (left == 0) {
            waiting.remove(next.to);
        } else {
            waiting.put(next.to, left);
        }
        firstBytes -= queue == first ? frame.length : 0;
        return new Waiting(next.to, frame, queue == replies);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        save(first, out);
        save(replies, out);
    }

    private static void save(Map<Subject, byte[]> queue, StateWriter out) {
        out.putCount(queue.size());
        queue.forEach((subject, frame) -> {
            out.putText(subject.to.text());
            out.putCount(subject.message);
            out.putCount(subject.sequence);
            out.putInt(subject.block);
            out.putBytes(frame);
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        restore(first, in);
        restore(replies, in);
    }

    private void restore(Map<Subject, byte[]> queue, StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            add(new Subject(new PeerId(in.getText()), in.getCount(Integer.MAX_VALUE), in.getCount(), in.getInt()),
                    in.getBytes(), queue);
        }
    }
}
