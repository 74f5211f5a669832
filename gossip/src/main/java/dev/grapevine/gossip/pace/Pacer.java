package dev.grapevine.gossip.pace;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * Limits what a node sends to a rate: frames wait until there is room for them. To other nodes this is a slow network,
 * so all guarantees stay. A pure machine; not for several threads at once.
 */
public final class Pacer {

    /** Shorter waits would cost more than they save. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);

    private final TokenBucket bucket;
    private final SendQueue queue = new SendQueue();
    private boolean timerIsSet;
    /** Requests and replies alternate: otherwise a peer that requests much would keep this node from requesting. */
    private boolean requestsTurn = true;
    private int longestBlockBytes;

    /** @param bytesPerSecond of frames, including their length prefixes */
    public Pacer(long bytesPerSecond) {
        this.bucket = new TokenBucket(bytesPerSecond);
    }

    /**
     * Queues a frame.
     *
     * @param number of the message's type
     * @return false if it was dropped, since too many wait
     */
    public boolean add(PeerId to, int number, Message message, byte[] frame) {
        boolean added = queue.add(to, number, message, frame);
        if (message.priority() == Priority.REQUEST) {
            requestsTurn = false;
        }
        if (message.priority() == Priority.REQUEST || message.priority() == Priority.REPLY) {
            longestBlockBytes = Math.max(longestBlockBytes, frame.length + FrameCodec.LENGTH_PREFIX_BYTES);
        }
        return added;
    }

    /** Whether another block may be requested now: the request would be sent at once, and no reply comes first. */
    public boolean mayRequest(Duration now) {
        return bucket.balance(now) > queue.firstBytes() && (requestsTurn || !queue.hasReplies());
    }

    /**
     * Sends the next frame, if the limit allows it now.
     *
     * @return whether there was one
     */
    public boolean release(Duration now, Consumer<SendQueue.Waiting> sender) {
        if (queue.isEmpty() || !bucket.isOpen(now)) {
            return false;
        }
        SendQueue.Waiting next = queue.take();
        requestsTurn |= next.isReply();
        sent(next.frame().length);
        sender.accept(next);
        return true;
    }

    /** A frame was sent without waiting. */
    public void sent(int frameBytes) {
        bucket.take(frameBytes + FrameCodec.LENGTH_PREFIX_BYTES);
    }

    /**
     * The delay until the next timer, if something waits and no timer is set.
     *
     * @param waiting whether conversations wait for room
     */
    public Optional<Duration> nextTimer(Duration now, boolean waiting) {
        if (timerIsSet || queue.isEmpty() && !waiting) {
            return Optional.empty();
        }
        timerIsSet = true;
        Duration wait = bucket.untilOpen(now);
        return Optional.of(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
    }

    /** The timer fired. */
    public void timerFired() {
        timerIsSet = false;
    }

    /** The longest time that this many frames with a block take, if they are as long as the longest so far. */
    public Duration timeForBlocks(int blocks) {
        return bucket.timeFor((long) blocks * longestBlockBytes);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        bucket.save(out);
        out.putBoolean(timerIsSet);
        out.putBoolean(requestsTurn);
        out.putCount(longestBlockBytes);
        queue.save(out);
    }

    /** Goes on where another pacer of the same rate stood. */
    public void restore(StateReader in) {
        bucket.restore(in);
        timerIsSet = in.getBoolean();
        requestsTurn = in.getBoolean();
        longestBlockBytes = in.getCount(Integer.MAX_VALUE);
        queue.restore(in);
    }
}
