package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import dev.grapevine.consensus.delta.DeltaCodec;
import dev.grapevine.consensus.delta.DeltaCodecs;
import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.delta.Reading;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/**
 * A joining node's copying of a peer's replica, block by block, in whole floats. The peer goes on training meanwhile, so
 * blocks may be some rounds apart; the exchanges that follow even that out.
 */
public final class ReplicaCopy implements Conversation {

    private static final DeltaCodec WHOLE = DeltaCodecs.byName("float32");

    private PeerId peer;
    /** Whose answers count, also when they are late. */
    private final Set<PeerId> asked = new TreeSet<>();
    private final Set<Integer> inFlight = new LinkedHashSet<>();
    /** How often this peer was asked since anybody's last answer. */
    private int attempts = 1;
    private int requested;
    private Duration lastHeard = Duration.ZERO;

    public ReplicaCopy(PeerId peer) {
        this.peer = peer;
        asked.add(peer);
    }

    @Override
    public PeerId peer() {
        return peer;
    }

    @Override
    public int unfinishedBlocks() {
        return 0;
    }

    @Override
    public boolean isFinished() {
        return requested > 0 && inFlight.isEmpty();
    }

    /** Requests the first blocks. */
    public void start(ConversationContext context) {
        lastHeard = context.now();
        fillWindow(context);
        context.setTimer(new Timer.RetryEnrolment(), context.parameters().retryAfter());
    }

    /** A block came. */
    public void replied(PeerId from, Message.CopyReply reply, ConversationContext context) {
        int block = reply.block();
        if (!asked.contains(from) || !inFlight.contains(block)) {
            return;
        }
        int offset = context.replica().blocks().offset(block);
        int length = context.replica().blocks().length(block);
        int[] differences = context.differences();
        if (WHOLE.difference(reply.payload(), 0, reply.payload().length, context.replica().units(), offset, length,
                Grid.NONE, 0,
                differences) != Reading.DECODED) {
            context.fault(from, "a copy that is no block of parameters");
            return;
        }
        context.replica().adoptDifferences(block, differences);
        inFlight.remove(block);
        attempts = 1;
        lastHeard = context.now();
        fillWindow(context);
    }

    /**
     * The timer fired: ask again, or somebody else if the peer is gone or has been asked often enough. It may be copying
     * itself, and from this very node.
     */
    public void retry(ConversationContext context, PeerId anotherPeer) {
        if (isFinished()) {
            return;
        }
        if (context.now().minus(lastHeard).compareTo(context.parameters().retryAfter()) >= 0) {
            boolean goesOn = context.isLive(peer) && attempts < context.parameters().stallAttempts();
            attempts = goesOn ? attempts + 1 : 1;
            peer = goesOn ? peer : anotherPeer;
            asked.add(peer);
            lastHeard = context.now();
            inFlight.forEach(block -> context.send(peer, new Message.CopyRequest(block)));
        }
        context.setTimer(new Timer.RetryEnrolment(), context.parameters().retryAfter());
    }

    /** The other side of a copy: what a node that takes part answers. */
    public static Message.CopyReply answer(Message.CopyRequest request, ConversationContext context) {
        int offset = context.replica().blocks().offset(request.block());
        int length = context.replica().blocks().length(request.block());
        byte[] payload = new byte[WHOLE.valueBytesMax(Grid.NONE, length)];
        WHOLE.encodeValues(context.replica().units(), offset, length, Grid.NONE, 0, payload, 0);
        return new Message.CopyReply(request.block(), payload);
    }

    private void fillWindow(ConversationContext context) {
        while (requested < context.replica().blocks().count()
                && inFlight.size() < context.parameters().windowBlocks()) {
            inFlight.add(requested);
            context.send(peer, new Message.CopyRequest(requested));
            requested++;
        }
    }
}
