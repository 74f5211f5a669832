package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.delta.BlockCoding;
import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.parameters.Differences;
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

    private final PeerId self;
    private final long incarnation;
    private final PeerId peer;
    private final long sequence;
    private final int firstBlock;
    private final Map<Integer, Grid> inFlight = new LinkedHashMap<>();
    private Silence silence = new Silence();
    private boolean accepted;
    private boolean truncated;
    private boolean abandoned;
    private boolean waitingForRoom;
    private int requested;
    private Message.Offer offer;
    private Duration offeredAt = Duration.ZERO;

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
        offeredAt = context.now();
        silence.ended(context);
        silence.asked(Silence.OFFER, context);
        context.send(peer, offer);
        context.setTimer(new Timer.RetryExchange(peer, sequence), silence.firstLook(context));
    }

    /** Whether an offer is still waiting for its answer. */
    public boolean isOffering() {
        return !accepted && !abandoned;
    }

    /** When it was offered first, if it was given up for want of an answer. */
    public Optional<Duration> unanswered() {
        return abandoned && silence.attempt() > 1 ? Optional.of(offeredAt) : Optional.empty();
    }

    /** The offer was taken. */
    public void accepted(ConversationContext context) {
        if (isOffering()) {
            accepted = true;
            silence.answered(Silence.OFFER, context);
            silence.ended(context);
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
        silence.answered(block, context);
        context.report(new Fact.BlockMerged(peer, sequence, block, true));
        context.send(peer, new Message.BlockDone(sequence, block));
        silence.ended(context);
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
        if (grid == null) {
            return;
        }
        BlockCoding coding = context.coding(peer);
        Grid next = coding.nextGrid(grid);
        if (next.equals(grid)) {
            // What has all bits an honest peer can read: this is an old message or a lie, and silence is the answer to both.
            return;
        }
        inFlight.put(block, next);
        silence.askedAgain(block);
        coding.rest(block, grid, next, ditherSeed(block)).ifPresentOrElse(
                rest -> context.send(peer,
                        new Message.BlockRest(sequence, block, openExchanges(block, context), next, rest)),
                () -> request(block, context));
    }

    /** The responder has answered a block and does not know whether the answer arrived. */
    public void reminded(int block, ConversationContext context) {
        if (inFlight.containsKey(block)) {
            silence.askedAgain(block);
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
            silence.ended(context);
            context.setTimer(new Timer.RetryExchange(peer, sequence), context.patience(silence.attempt()));
            return;
        }
        boolean awaitsAnswer = isOffering() || !inFlight.isEmpty();
        Silence.Step step = silence.look(awaitsAnswer, context);
        if (step == Silence.Step.RETRY && !tryOnceMore(context)) {
            return;
        }
        if (step != Silence.Step.WAIT) {
            sayAgain(context);
        }
        context.setTimer(new Timer.RetryExchange(peer, sequence), step == Silence.Step.RETRY
                ? context.patience(silence.attempt())
                : silence.nextLook(awaitsAnswer, context));
    }

    /** Whether another attempt is worth while; an exchange that has begun is, but it starts no further block. */
    private boolean tryOnceMore(ConversationContext context) {
        if (isOffering() && silence.attempt() > context.parameters().offerAttempts()) {
            context.silent(peer);
            abandon("the peer does not answer", context);
            return false;
        }
        if (silence.attempt() > context.parameters().stallAttempts() && !truncated) {
            context.silent(peer);
            truncate();
        }
        return true;
    }

    private void sayAgain(ConversationContext context) {
        silence.allAskedAgain();
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

    private void fillWindow(ConversationContext context) {
        int count = context.replica().blocks().count();
        while (wantsMore(count, context) && context.mayRequest()) {
            int block = (firstBlock + requested) % count;
            requested++;
            inFlight.put(block, context.coding(peer).firstGrid(block));
            silence.asked(block, context);
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
        context.send(peer, new Message.BlockRequest(sequence, block, openExchanges(block, context), grid, payload));
    }

    private static int openExchanges(int block, ConversationContext context) {
        return Math.max(1, context.requestsOf(block));
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
        out.writeVarInt(requested, true);
        silence.save(out);
        out.writeLong(offer.charterFingerprint());
        out.writeVarLong(offer.round(), true);
        out.writeLong(offeredAt.toNanos());
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
        exchange.requested = in.readVarInt(true);
        exchange.silence = Silence.restore(in);
        exchange.offer = new Message.Offer(exchange.sequence, in.readLong(), in.readVarLong(true));
        exchange.offeredAt = Duration.ofNanos(in.readLong());
        return exchange;
    }
}
