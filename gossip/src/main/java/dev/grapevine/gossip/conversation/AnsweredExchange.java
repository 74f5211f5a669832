package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.delta.BlockCoding;
import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.delta.Reading;
import dev.grapevine.consensus.parameters.Differences;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.GridBytes;

/**
 * The responder's side of a pairwise exchange: the latest one of its peer.
 *
 * <p>It moves as soon as it can read a request, and from then on answers that block with the same bytes until the
 * initiator says that it has moved too. An initiator opens its next exchange with this peer only when no block of the
 * last one is unfinished, so one exchange a peer is all there is to remember.
 */
public final class AnsweredExchange implements Conversation {

    private final PeerId peer;
    private final long peerIncarnation;
    private final long sequence;
    private final int halvings;
    private final BitSet answered = new BitSet();
    private final Map<Integer, Message.BlockReply> unacknowledged = new LinkedHashMap<>();
    /** What could not be read last, the latest last. */
    private final LinkedHashMap<Integer, Values> outOfReach = new LinkedHashMap<>();
    private int noticeableBlocks;
    private int attempt = 1;
    private boolean reminding;
    private Duration lastHeard = Duration.ZERO;

    /** An initiator's side of a block. */
    private record Values(Grid grid, byte[] payload) {}

    /**
     * @param peer            the initiator
     * @param peerIncarnation the initiator's
     * @param halvings        how often the step of both is halved, since they have trained differently long
     */
    public AnsweredExchange(PeerId peer, long peerIncarnation, long sequence, int halvings) {
        this.halvings = halvings;
        this.peer = peer;
        this.peerIncarnation = peerIncarnation;
        this.sequence = sequence;
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
        return unacknowledged.size();
    }

    /** Nothing is unfinished; the initiator may still request more. */
    @Override
    public boolean isFinished() {
        return unacknowledged.isEmpty();
    }

    /** All blocks are exchanged, and the initiator has said so: nothing that it says can matter any more. */
    public boolean isComplete(ConversationContext context) {
        return isFinished() && answered.cardinality() == context.replica().blocks().count();
    }

    /** Whether it is under way: neither complete nor silent for long. */
    public boolean isOpen(ConversationContext context) {
        return !isComplete(context) && context.now().minus(lastHeard).compareTo(context.patience(1)) < 0;
    }

    /** The initiator offers this exchange, perhaps again. */
    public void offered(ConversationContext context) {
        lastHeard = context.now();
        context.send(peer, new Message.Accept(sequence));
    }

    /** First leg: move, and say by how much. */
    public void requested(Message.BlockRequest request, ConversationContext context) {
        int block = request.block();
        lastHeard = context.now();
        if (answered.get(block)) {
            replyAgain(block, context);
            return;
        }
        int length = context.replica().blocks().length(block);
        int[] differences = context.differences();
        int seed = DitherSeeds.of(peer, peerIncarnation, sequence, block);
        Reading reading = context.coding(peer).read(block, request.grid(), seed, request.payload(), differences);
        switch (reading) {
            case DECODED -> answer(request, length, seed, differences, context);
            case OUT_OF_REACH -> {
                keep(request, context);
                context.send(peer, new Message.BlockOutOfReach(sequence, block));
            }
            case MALFORMED -> context.fault(peer, "values that are no parameters");
        }
    }

    /** What could not be read may be of use: so many as an honest initiator has in flight. */
    private void keep(Message.BlockRequest request, ConversationContext context) {
        outOfReach.putLast(request.block(), new Values(request.grid(), request.payload()));
        if (outOfReach.size() > context.parameters().windowBlocks()) {
            outOfReach.pollFirstEntry();
        }
    }

    /** First leg, once more: the rest of what could not be read. */
    public void completed(Message.BlockRest rest, ConversationContext context) {
        int block = rest.block();
        Values kept = outOfReach.get(block);
        if (answered.get(block) || kept == null) {
            queried(block, context);
            return;
        }
        context.coding(peer).complete(block, kept.payload, kept.grid, rest.payload(), rest.grid()).ifPresentOrElse(
                whole -> requested(
                        new Message.BlockRequest(sequence, block, rest.openExchanges(), rest.grid(), whole), context),
                () -> queried(block, context));
    }

    /** The initiator has no answer: it is the reply that got lost, or the request. */
    public void queried(int block, ConversationContext context) {
        lastHeard = context.now();
        if (answered.get(block)) {
            replyAgain(block, context);
        } else {
            context.send(peer, new Message.BlockUnread(sequence, block));
        }
    }

    private void replyAgain(int block, ConversationContext context) {
        Message.BlockReply reply = unacknowledged.get(block);
        if (reply != null) {
            context.send(peer, reply);
        }
    }

    private void answer(Message.BlockRequest request, int length, int seed, int[] differences,
            ConversationContext context) {
        int block = request.block();
        BlockCoding coding = context.coding(peer);
        int openExchanges = Staleness.equivalentOpenExchanges(
                Math.max(request.openExchanges(), 1 + context.requestsOf(block)) + coding.damping(), halvings);
        byte[] payload = coding.reply(block, request.grid(), seed, differences);
        int largest = Differences.largest(differences, length);
        noticeableBlocks += context.scale().isNoticeable(block, largest) ? 1 : 0;
        context.scale().observed(block, largest);
        context.mergeRule().toIncrements(differences, length, openExchanges);
        context.replica().addIncrements(block, differences);
        answered.set(block);
        outOfReach.remove(block);
        context.report(new Fact.BlockMerged(peer, sequence, block, false));
        Message.BlockReply reply = new Message.BlockReply(sequence, block, openExchanges, request.grid(), payload);
        unacknowledged.put(block, reply);
        context.send(peer, reply);
        attempt = 1;
        if (!reminding) {
            reminding = true;
            context.setTimer(new Timer.RemindInitiator(peer, sequence), reminderDelay(context));
        }
    }

    /** Third leg: the initiator has moved too. */
    public void done(int block, ConversationContext context) {
        lastHeard = context.now();
        if (unacknowledged.remove(block) != null && isComplete(context)) {
            context.report(new Fact.ExchangeFinished(peer, sequence, false));
            context.learned(2 * noticeableBlocks > answered.cardinality());
        }
    }

    /**
     * The timer fired: ask about what was not acknowledged. The initiator asks again by itself; this is for the case that
     * the last acknowledgement got lost, after which it has no reason to.
     */
    public void remind(ConversationContext context) {
        if (unacknowledged.isEmpty()) {
            reminding = false;
            return;
        }
        Duration silence = context.now().minus(lastHeard);
        Duration patience = reminderDelay(context);
        if (silence.compareTo(patience) < 0) {
            context.setTimer(new Timer.RemindInitiator(peer, sequence), patience.minus(silence));
            return;
        }
        attempt++;
        lastHeard = context.now();
        if (context.isLive(peer)) {
            unacknowledged.keySet().forEach(block -> context.send(peer, new Message.BlockReminder(sequence, block)));
        }
        context.setTimer(new Timer.RemindInitiator(peer, sequence), reminderDelay(context));
    }

    private Duration reminderDelay(ConversationContext context) {
        return context.patience(attempt + 1);
    }

    public void save(Output out) {
        out.writeString(peer.text());
        out.writeVarLong(peerIncarnation, true);
        out.writeVarLong(sequence, true);
        out.writeVarInt(halvings, true);
        byte[] bits = answered.toByteArray();
        out.writeVarInt(bits.length, true);
        out.writeBytes(bits);
        out.writeVarInt(unacknowledged.size(), true);
        unacknowledged.values().forEach(reply -> {
            out.writeVarInt(reply.block(), true);
            out.writeVarInt(reply.openExchanges(), true);
            GridBytes.write(reply.grid(), out);
            out.writeVarInt(reply.payload().length, true);
            out.writeBytes(reply.payload());
        });
        out.writeVarInt(outOfReach.size(), true);
        outOfReach.forEach((block, values) -> {
            out.writeVarInt(block, true);
            GridBytes.write(values.grid, out);
            out.writeVarInt(values.payload.length, true);
            out.writeBytes(values.payload);
        });
        out.writeVarInt(noticeableBlocks, true);
        out.writeVarInt(attempt, true);
        out.writeBoolean(reminding);
        out.writeLong(lastHeard.toNanos());
    }

    public static AnsweredExchange restore(Input in) {
        PeerId peer = new PeerId(in.readString());
        AnsweredExchange exchange = new AnsweredExchange(peer, in.readVarLong(true), in.readVarLong(true),
                in.readVarInt(true));
        exchange.answered.or(BitSet.valueOf(BoundedInput.bytes(in)));
        int unacknowledged = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of blocks");
        for (int i = 0; i < unacknowledged; i++) {
            int block = in.readVarInt(true);
            exchange.unacknowledged.put(block, new Message.BlockReply(exchange.sequence, block, in.readVarInt(true),
                    GridBytes.read(in), BoundedInput.bytes(in)));
        }
        int outOfReach = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of blocks");
        for (int i = 0; i < outOfReach; i++) {
            exchange.outOfReach.put(in.readVarInt(true), new Values(GridBytes.read(in), BoundedInput.bytes(in)));
        }
        exchange.noticeableBlocks = in.readVarInt(true);
        exchange.attempt = in.readVarInt(true);
        exchange.reminding = in.readBoolean();
        exchange.lastHeard = Duration.ofNanos(in.readLong());
        return exchange;
    }
}
