package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.measure.Differences;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.GridBytes;

/**
 * The initiator's side of a pairwise exchange.
 *
 * <p>It offers, then requests block after block, a window of them at a time. For a block in flight it remembers nothing
 * but the grid: the reply says by how much both sides move, so a request may be repeated with whatever values are
 * current. A block that was requested is asked for until it is answered or the other side's incarnation is dead;
 * blocks that were not may be dropped at any time.
 */
public final class InitiatedExchange implements Conversation {

    /** When to see whether an exchange has got under way, so that answers may be late. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(250);

    private final PeerId self;
    private final long incarnation;
    private final PeerId peer;
    private final long sequence;
    private final int firstBlock;
    private final Map<Integer, Grid> inFlight = new LinkedHashMap<>();
    /** When blocks in flight were requested, as long as nothing more was said about them. */
    private final Map<Integer, Duration> requestedAt = new TreeMap<>();
    /** After how much silence to ask next what became of the blocks in flight. */
    private Duration nextQuery = Duration.ZERO;
    private boolean accepted;
    private boolean truncated;
    private boolean abandoned;
    private boolean waitingForRoom;
    /** Whether the offer was made more than once, so that nobody knows which time was accepted. */
    private boolean saidAgain;
    private int requested;
    private int attempt = 1;
    private Duration lastHeard = Duration.ZERO;
    private Message.Offer offer;

    /**
     * @param self        the initiator
     * @param incarnation the initiator's
     * @param firstBlock  where to start; exchanges that break off should not always miss the same blocks
     */
    public InitiatedExchange(PeerId self, long incarnation, PeerId peer, long sequence, int firstBlock) {
        this.self = self;
        this.incarnation = incarnation;
        this.peer = peer;
        this.sequence = sequence;
        this.firstBlock = firstBlock;
    }

    @Override
    public PeerId peer() {
        return peer;
    }

    public long sequence() {
        return sequence;
    }

    @Override
    public int unfinishedBlocks() {
        return inFlight.size();
    }

    /** Whether a request of this block is out. */
    public boolean hasRequested(int block) {
        return inFlight.containsKey(block);
    }

    /** Whether it only waits for a peer that does not answer, and should not hold up others. */
    public boolean isStalled() {
        return truncated;
    }

    @Override
    public boolean isFinished() {
        return abandoned || (accepted && inFlight.isEmpty() && !waitingForRoom);
    }

    /** Makes the offer. */
    public void start(Message.Offer newOffer, ConversationContext context) {
        offer = newOffer;
        progress(context);
        context.send(peer, offer);
        Duration look = context.roundTrip().isKnown() ? nextQuery : FIRST_LOOK;
        Duration patience = context.patience(attempt);
        context.setTimer(new Timer.RetryExchange(peer, sequence), patience.compareTo(look) < 0 ? patience : look);
    }

    /** Whether an offer is still waiting for its answer. */
    public boolean isOffering() {
        return !accepted && !abandoned;
    }

    /** The offer was taken. */
    public void accepted(ConversationContext context) {
        if (isOffering()) {
            accepted = true;
            if (!saidAgain) {
                context.roundTrip().took(context.now().minus(lastHeard));
            }
            progress(context);
            fillWindow(context);
        }
    }

    /** The offer was not taken, or nobody answered. Nothing has been requested, so nothing is left undone. */
    public void abandon(String reason, ConversationContext context) {
        if (isOffering()) {
            abandoned = true;
            context.report(new Fact.ExchangeAbandoned(peer, sequence, reason));
        }
    }

    /** Second leg: the responder has moved; this side moves by the exact negative, once. */
    public void replied(Message.BlockReply reply, ConversationContext context) {
        int block = reply.block();
        Grid asked = inFlight.get(block);
        if (asked == null) {
            doneAgain(block, context);
            return;
        }
        int length = context.replica().blocks().length(block);
        int[] differences = context.differences();
        if (!context.coding(peer).readReply(block, asked, reply.grid(), ditherSeed(block), reply.payload(),
                differences)) {
            context.fault(peer, "a reply that does not fit its request");
            return;
        }
        context.scale().observed(block, Differences.largest(differences, length));
        context.mergeRule().toIncrements(differences, length, reply.openExchanges());
        context.replica().subtractIncrements(block, differences);
        inFlight.remove(block);
        Duration since = requestedAt.remove(block);
        if (since != null) {
            context.roundTrip().took(context.now().minus(since));
        }
        context.report(new Fact.BlockMerged(peer, sequence, block, true));
        context.send(peer, new Message.BlockDone(sequence, block));
        progress(context);
        fillWindow(context);
    }

    private void doneAgain(int block, ConversationContext context) {
        int position = Math.floorMod(block - firstBlock, context.replica().blocks().count());
        if (position < requested) {
            context.send(peer, new Message.BlockDone(sequence, block));
        } else {
            context.fault(peer, "a reply to a block that was not requested");
        }
    }

    /** Second leg, failed: the two are farther apart in this block than was thought. */
    public void outOfReach(int block, ConversationContext context) {
        Grid grid = inFlight.get(block);
        if (grid != null) {
            inFlight.put(block, context.coding(peer).nextGrid(grid));
            requestedAt.remove(block);
            request(block, context);
        }
    }

    /** The responder has answered a block and does not know whether the answer arrived. */
    public void reminded(int block, ConversationContext context) {
        if (inFlight.containsKey(block)) {
            requestedAt.remove(block);
            context.send(peer, new Message.BlockQuery(sequence, block));
        } else {
            doneAgain(block, context);
        }
    }

    /** The request got lost. */
    public void unread(int block, ConversationContext context) {
        if (inFlight.containsKey(block)) {
            request(block, context);
        }
    }

    /** The timer fired: say it again, unless the peer was heard of meanwhile. */
    public void retry(ConversationContext context) {
        if (isFinished()) {
            return;
        }
        if (inFlight.isEmpty() && waitingForRoom) {
            // It is this side that keeps silent.
            progress(context);
            context.setTimer(new Timer.RetryExchange(peer, sequence), context.patience(attempt));
            return;
        }
        Duration silence = context.now().minus(lastHeard);
        Duration patience = context.patience(attempt);
        if (silence.compareTo(patience) < 0) {
            context.setTimer(new Timer.RetryExchange(peer, sequence), untilNext(silence, patience, context));
            return;
        }
        attempt++;
        lastHeard = context.now();
        if (isOffering() && attempt > context.parameters().offerAttempts()) {
            context.silent(peer);
            abandon("the peer does not answer", context);
            return;
        }
        if (attempt > context.parameters().stallAttempts() && !truncated) {
            context.silent(peer);
            truncate();
        }
        sayAgain(context);
        context.setTimer(new Timer.RetryExchange(peer, sequence), context.patience(attempt));
    }

    /** How long to sleep; before that, asks for what is late as the peer's answers go. */
    private Duration untilNext(Duration silence, Duration patience, ConversationContext context) {
        Duration left = patience.minus(silence);
        if ((inFlight.isEmpty() && !isOffering()) || !context.roundTrip().isKnown()) {
            return left;
        }
        if (silence.compareTo(nextQuery) >= 0) {
            nextQuery = nextQuery.multipliedBy(2);
            sayAgain(context);
        }
        Duration untilQuery = nextQuery.minus(silence);
        return untilQuery.isPositive() && untilQuery.compareTo(left) < 0 ? untilQuery : left;
    }

    private void sayAgain(ConversationContext context) {
        requestedAt.clear();
        saidAgain = true;
        if (context.isLive(peer)) {
            if (isOffering()) {
                context.send(peer, offer);
            }
            inFlight.keySet().forEach(block -> context.send(peer, new Message.BlockQuery(sequence, block)));
        }
    }

    /** Whether it would request more if there were room to send. */
    public boolean isWaitingForRoom() {
        return waitingForRoom;
    }

    /** There may be room to send. */
    public void proceed(ConversationContext context) {
        if (waitingForRoom) {
            fillWindow(context);
        }
    }

    /** Requests no further block, because the node leaves. */
    public void truncate() {
        truncated = true;
        waitingForRoom = false;
    }

    private void progress(ConversationContext context) {
        attempt = 1;
        lastHeard = context.now();
        nextQuery = context.roundTrip().isKnown() ? context.roundTrip().patience() : context.patience(1);
    }

    private void fillWindow(ConversationContext context) {
        int count = context.replica().blocks().count();
        while (wantsMore(count, context) && context.mayRequest()) {
            int block = (firstBlock + requested) % count;
            requested++;
            inFlight.put(block, context.coding(peer).firstGrid(block));
            requestedAt.put(block, context.now());
            request(block, context);
        }
        waitingForRoom = wantsMore(count, context);
        if (inFlight.isEmpty() && !waitingForRoom) {
            context.report(requested == count
                    ? new Fact.ExchangeFinished(peer, sequence, true)
                    : new Fact.ExchangeAbandoned(peer, sequence, "the peer stopped answering"));
        }
    }

    private boolean wantsMore(int count, ConversationContext context) {
        return !truncated && requested < count && inFlight.size() < context.windowBlocks();
    }

    private void request(int block, ConversationContext context) {
        Grid grid = inFlight.get(block);
        byte[] payload = context.coding(peer).request(block, grid, ditherSeed(block));
        context.send(peer,
                new Message.BlockRequest(sequence, block, Math.max(1, context.requestsOf(block)), grid, payload));
    }

    private int ditherSeed(int block) {
        return DitherSeeds.of(self, incarnation, sequence, block);
    }

    public void save(Output out) {
        out.writeString(peer.text());
        out.writeVarLong(sequence, true);
        out.writeVarInt(firstBlock, true);
        out.writeVarInt(inFlight.size(), true);
        inFlight.forEach((block, grid) -> {
            out.writeVarInt(block, true);
            GridBytes.write(grid, out);
        });
        out.writeBoolean(accepted);
        out.writeBoolean(truncated);
        out.writeBoolean(abandoned);
        out.writeBoolean(waitingForRoom);
        out.writeBoolean(saidAgain);
        out.writeVarInt(requested, true);
        out.writeVarInt(attempt, true);
        out.writeLong(lastHeard.toNanos());
        out.writeLong(nextQuery.toNanos());
        out.writeVarInt(requestedAt.size(), true);
        requestedAt.forEach((block, time) -> {
            out.writeVarInt(block, true);
            out.writeLong(time.toNanos());
        });
        out.writeLong(offer.charterFingerprint());
        out.writeVarLong(offer.round(), true);
    }

    public static InitiatedExchange restore(Input in, PeerId self, long incarnation) {
        PeerId peer = new PeerId(in.readString());
        InitiatedExchange exchange = new InitiatedExchange(self, incarnation, peer, in.readVarLong(true),
                in.readVarInt(true));
        int inFlight = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of blocks");
        for (int i = 0; i < inFlight; i++) {
            exchange.inFlight.put(in.readVarInt(true), GridBytes.read(in));
        }
        exchange.accepted = in.readBoolean();
        exchange.truncated = in.readBoolean();
        exchange.abandoned = in.readBoolean();
        exchange.waitingForRoom = in.readBoolean();
        exchange.saidAgain = in.readBoolean();
        exchange.requested = in.readVarInt(true);
        exchange.attempt = in.readVarInt(true);
        exchange.lastHeard = Duration.ofNanos(in.readLong());
        exchange.nextQuery = Duration.ofNanos(in.readLong());
        int asked = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of blocks");
        for (int i = 0; i < asked; i++) {
            exchange.requestedAt.put(in.readVarInt(true), Duration.ofNanos(in.readLong()));
        }
        exchange.offer = new Message.Offer(exchange.sequence, in.readLong(), in.readVarLong(true));
        return exchange;
    }
}
