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
 * Holds what a node sends to a rate: frames wait until there is room for them. To the others that is a slow network, so
 * it changes nothing about what holds. A pure machine; not for several threads at once.
 */
public final class Pacer {

    /** Shorter waits would cost more than they are worth. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);

    private final TokenBucket bucket;
    private final SendQueue queue = new SendQueue();
    private boolean timerIsSet;
    /** Requests and replies take turns, or a peer that requests much would keep this node from requesting. */
    private boolean requestsTurn = true;
    private int longestBlockBytes;

    /**
     * @param bytesPerSecond of frames with the lengths before them
     */
    public Pacer(long bytesPerSecond) {
        this.bucket = new TokenBucket(bytesPerSecond);
    }

    /**
     * Takes a frame to be sent when it is its turn.
     *
     * @param number of the message's type
     */
    public void add(PeerId to, int number, Message message, byte[] frame) {
        queue.add(to, number, message, frame);
        if (message.priority() == Priority.REQUEST) {
            requestsTurn = false;
        }
        if (message.priority() == Priority.REQUEST || message.priority() == Priority.REPLY) {
            longestBlockBytes = Math.max(longestBlockBytes, frame.length + FrameCodec.LENGTH_PREFIX_BYTES);
        }
    }

    /** Whether another block may be requested now: it would be sent at once, and it is not the turn of a reply. */
    public boolean mayRequest(Duration now) {
        return bucket.balance(now) > queue.firstBytes() && (requestsTurn || !queue.hasReplies());
    }

    /**
     * Hands out the next frame, if it may be sent now.
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

    /** A frame was sent that could not wait. */
    public void sent(int frameBytes) {
        bucket.take(frameBytes + FrameCodec.LENGTH_PREFIX_BYTES);
    }

    /**
     * When to come back, if something waits and nobody is going to come back yet.
     *
     * @param waiting whether others wait for room
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

    /** How long so many frames with a block take at most, if they are as long as the longest so far. */
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
