package dev.grapevine.gossip.strategy.pairwise;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.grapevine.consensus.coding.Asked;
import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Patience;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockDone;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockQuery;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockReply;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockRequest;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockRest;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Decline;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Offer;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Refusal;
import dev.grapevine.gossip.text.Printable;

/**
 * The initiator's side of a pairwise exchange.
 *
 * <p>It offers, then requests block after block, a window of them at a time. For a block in flight it remembers only
 * the lattice: the reply contains the difference by which both sides move, so a request may be repeated with the
 * current values. A requested block is asked for until it is answered or the other side's incarnation is dead; blocks
 * not yet requested may be dropped at any time.
 */
final class InitiatedExchange implements Conversation {

    private final ConversationKey key;
    private final PeerId peer;
    private final long round;
    private final int firstBlock;
    private final Codings codings;
    private final LateOffers lateOffers;
    private final StrategyContext context;
    private final Map<Integer, Asked> inFlight = new LinkedHashMap<>();
    private RetransmissionTimer silence = new RetransmissionTimer();
    private boolean accepted;
    private boolean truncated;
    private boolean abandoned;
    private boolean waitingForRoom;
    private int requested;
    private Duration offeredAt = Duration.ZERO;

    /**
     * @param round      this node's rounds of training when it began
     * @param firstBlock where to start, so that exchanges that break off do not always miss the same blocks
     */
    InitiatedExchange(ConversationKey key, PeerId peer, long round, int firstBlock, Codings codings,
            LateOffers lateOffers, StrategyContext context) {
        this.key = key;
        this.peer = peer;
        this.round = round;
        this.firstBlock = firstBlock;
        this.codings = codings;
        this.lateOffers = lateOffers;
        this.context = context;
    }

    @Override
    public ConversationKey key() {
        return key;
    }

    @Override
    public PeerId peer() {
        return peer;
    }

    @Override
    public int unfinishedBlocks() {
        return inFlight.size();
    }

    @Override
    public int reservedBlocks() {
        return truncated ? inFlight.size() : context.parameters().windowBlocks();
    }

    /** Whether a request of this block waits for its answer. */
    boolean hasRequested(int block) {
        return inFlight.containsKey(block);
    }

    /** Raises the caps of blocks for which a request has named a higher one: the answer may be under way. */
    void raiseToAsked(int[] caps) {
        inFlight.forEach((block, asked) -> caps[block] = Math.max(caps[block], asked.most().units()));
    }

    /** Whether it only waits for a peer that does not answer, and should not hold up others. */
    boolean isStalled() {
        return truncated;
    }

    /** Whether it has asked again already for a missing answer. */
    boolean isUnanswered() {
        return silence.attempt() > 1;
    }

    @Override
    public boolean isOver() {
        return abandoned || (accepted && inFlight.isEmpty() && !waitingForRoom);
    }

    private boolean isOffering() {
        return !accepted && !abandoned;
    }

    private Patience patience() {
        return context.patience(peer);
    }

    private Offer offer() {
        return new Offer(key.sequence(), context.charterFingerprint(), round);
    }

    /** Sends the offer. */
    void start() {
        offeredAt = context.now();
        silence.ended(context.now(), patience());
        silence.asked(RetransmissionTimer.OFFER, context.now());
        context.send(peer, offer());
        lookIn(silence.firstLook(patience()));
    }

    private void lookIn(Duration delay) {
        context.setTimer(key, PairwiseRoom.LOOK, delay);
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        switch ((ExchangeMessage.FromResponder) message) {
            case ExchangeMessage.Accept _ -> accepted();
            case Decline decline -> declined(decline);
            case BlockReply reply -> replied(reply);
            case ExchangeMessage.BlockReminder reminder -> reminded(reminder.block());
            case ExchangeMessage.BlockUnread unread -> unread(unread.block());
            case ExchangeMessage.BlockOutOfReach outOfReach -> outOfReach(outOfReach.block());
        }
    }

    private void accepted() {
        if (isOffering()) {
            accepted = true;
            context.exchangeProgressed(peer);
            silence.answered(RetransmissionTimer.OFFER, context.now(), patience());
            silence.ended(context.now(), patience());
            fillWindow();
        }
    }

    private void declined(Decline decline) {
        context.exchangeProgressed(peer);
        if (isOffering() && decline.refusal() == Refusal.CHARTER) {
            context.incompatible(peer);
        }
        abandon(Printable.sentence(decline.sentence()));
    }

    /** The offer was refused, or not answered. Nothing has been requested, so nothing is left unfinished. */
    void abandon(String reason) {
        if (isOffering()) {
            abandoned = true;
            context.exchangeFailed();
            context.report(new Fact.ExchangeAbandoned(peer, key.sequence(), reason));
        }
    }

    /** Second leg: the responder has moved; this side moves by the exact negative, once. */
    private void replied(BlockReply reply) {
        int block = reply.block();
        Asked asked = inFlight.get(block);
        if (asked == null) {
            doneAgain(block);
            return;
        }
        Replica replica = context.replica();
        int[] differences = replica.differences();
        if (!codings.with(peer).readReply(block, asked, reply.lattice(), ditherSeed(block), reply.payload(),
                differences)) {
            context.fault(peer, "a reply that does not fit its request");
            return;
        }
        replica.scale().observed(block, Differences.largest(differences, replica.blocks().length(block)));
        long mass = replica.moveDown(block, differences, reply.step());
        inFlight.remove(block);
        silence.answered(block, context.now(), patience());
        context.report(new Fact.Credited(peer, new TransferId(key, block), mass));
        context.send(peer, new BlockDone(key.sequence(), block));
        silence.ended(context.now(), patience());
        fillWindow();
    }

    private void doneAgain(int block) {
        int position = Math.floorMod(block - firstBlock, context.replica().blocks().count());
        if (position < requested) {
            context.send(peer, new BlockDone(key.sequence(), block));
        } else {
            context.fault(peer, "a reply to a block that was not requested");
        }
    }

    /** Second leg, failed: the two are farther apart in this block than expected. */
    private void outOfReach(int block) {
        Asked asked = inFlight.get(block);
        if (asked == null) {
            return;
        }
        BlockCoding coding = codings.with(peer);
        Lattice lattice = asked.lattice();
        Lattice next = coding.nextLattice(lattice);
        if (next.equals(lattice)) {
            // With all bits an honest peer can decode anything: this is an old message or a lie, and neither is
            // answered.
            return;
        }
        inFlight.put(block, asked.on(next));
        silence.askedAgain(block);
        coding.rest(block, lattice, next, ditherSeed(block)).ifPresentOrElse(
                rest -> context.send(peer, new BlockRest(key.sequence(), block, step(block), next, asked.most(), rest)),
                () -> request(block));
    }

    /** The responder has answered a block and does not know whether the answer arrived. */
    private void reminded(int block) {
        if (inFlight.containsKey(block)) {
            silence.askedAgain(block);
            context.send(peer, new BlockQuery(key.sequence(), block));
        } else {
            doneAgain(block);
        }
    }

    /** The request got lost. */
    private void unread(int block) {
        if (inFlight.containsKey(block)) {
            request(block);
        }
    }

    /** The timer fired: sends again, unless the peer has sent something meanwhile. */
    @Override
    public void onTimer(int what) {
        if (inFlight.isEmpty() && waitingForRoom) {
            // It is this side that is silent.
            silence.ended(context.now(), patience());
            fillWindow();
            lookIn(patience().of(silence.attempt()));
            return;
        }
        boolean awaitsAnswer = isOffering() || !inFlight.isEmpty();
        RetransmissionTimer.Step step = silence.look(awaitsAnswer, context.now(), patience());
        if (step == RetransmissionTimer.Step.RETRY && !triesOnceMore()) {
            return;
        }
        if (step != RetransmissionTimer.Step.WAIT) {
            sayAgain();
        }
        lookIn(step == RetransmissionTimer.Step.RETRY
                ? patience().of(silence.attempt())
                : silence.nextLook(awaitsAnswer, context.now(), patience()));
    }

    /** Whether to retry. A started exchange always retries but requests no new block. */
    private boolean triesOnceMore() {
        if (isOffering() && silence.attempt() > context.parameters().offerAttempts()) {
            context.silent(peer);
            if (!lateOffers.gaveUp(peer, key.sequence(), offeredAt)) {
                context.reached(Limit.LATE_OFFERS, peer);
            }
            abandon("the peer does not answer");
            return false;
        }
        if (silence.attempt() > context.parameters().stallAttempts() && !truncated) {
            context.silent(peer);
            truncate();
        }
        return true;
    }

    private void sayAgain() {
        silence.allAskedAgain();
        if (context.isLive(peer)) {
            if (isOffering()) {
                context.send(peer, offer());
            }
            inFlight.keySet().forEach(block -> context.send(peer, new BlockQuery(key.sequence(), block)));
        }
    }

    /** Whether it would request more if there were room to send. */
    boolean isWaitingForRoom() {
        return waitingForRoom;
    }

    /** There may be room to send. */
    void proceed() {
        if (waitingForRoom) {
            fillWindow();
        }
    }

    /** Requests no further block. */
    void truncate() {
        truncated = true;
        waitingForRoom = false;
    }

    private void fillWindow() {
        int count = context.replica().blocks().count();
        while (wantsMore(count) && codings.hasRoom(peer) && patience().mayRequest(context.now())) {
            int block = (firstBlock + requested) % count;
            requested++;
            inFlight.put(block,
                    new Asked(codings.with(peer).firstLattice(block), context.replica().scale().cap(block)));
            silence.asked(block, context.now());
            request(block);
        }
        waitingForRoom = wantsMore(count);
        if (inFlight.isEmpty() && !waitingForRoom) {
            if (requested == count) {
                context.exchangeEnded();
                context.report(new Fact.ExchangeFinished(peer, key.sequence(), Fact.Role.INITIATOR));
            } else {
                context.exchangeFailed();
                context.report(new Fact.ExchangeAbandoned(peer, key.sequence(), "the peer stopped answering"));
            }
        }
    }

    private boolean wantsMore(int count) {
        return !truncated && requested < count && inFlight.size() < patience().windowBlocks();
    }

    private void request(int block) {
        Asked asked = inFlight.get(block);
        byte[] payload = codings.with(peer).request(block, asked.lattice(), ditherSeed(block));
        context.send(peer,
                new BlockRequest(key.sequence(), block, step(block), asked.lattice(), asked.most(), payload));
    }

    /** The largest step that suits this node: by the exchanges in which a request of the block waits for its answer. */
    private MixingStep step(int block) {
        return MixingStep.among(PairwiseStrategy.requestsOf(block, context.conversations()));
    }

    private int ditherSeed(int block) {
        return DitherSeeds.of(key, block);
    }

    @Override
    public void save(StateWriter out) {
        out.putCount(round);
        out.putCount(firstBlock);
        out.putCount(inFlight.size());
        inFlight.forEach((block, asked) -> {
            out.putCount(block);
            LatticeState.save(asked.lattice(), out);
            out.putCount(asked.most().exponent());
        });
        out.putBoolean(accepted);
        out.putBoolean(truncated);
        out.putBoolean(abandoned);
        out.putBoolean(waitingForRoom);
        out.putCount(requested);
        silence.save(out);
        out.putLong(offeredAt.toNanos());
    }

    static InitiatedExchange restore(ConversationKey key, PeerId peer, Codings codings, LateOffers lateOffers,
            StrategyContext context, StateReader in) {
        int blocks = context.replica().blocks().count();
        InitiatedExchange exchange = new InitiatedExchange(key, peer, in.getCount(), in.getCount(blocks - 1), codings,
                lateOffers, context);
        for (int left = in.getCount(blocks); left > 0; left--) {
            exchange.inFlight.put(in.getCount(blocks - 1),
                    new Asked(LatticeState.restore(in), new Cap(in.getCount(Cap.EXPONENT_MAX))));
        }
        exchange.accepted = in.getBoolean();
        exchange.truncated = in.getBoolean();
        exchange.abandoned = in.getBoolean();
        exchange.waitingForRoom = in.getBoolean();
        exchange.requested = in.getCount(blocks);
        exchange.silence = RetransmissionTimer.restore(in);
        exchange.offeredAt = Duration.ofNanos(in.getLong());
        return exchange;
    }
}
