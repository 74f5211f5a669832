package dev.grapevine.gossip.strategy.pairwise;

import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Accept;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockOutOfReach;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockReminder;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockReply;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockRequest;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockRest;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockUnread;

/**
 * The responder's side of a pairwise exchange: the latest one of its peer.
 *
 * <p>It moves as soon as it can decode a request, and from then on answers that block with the same bytes until the
 * initiator reports that it has moved, too. An initiator opens its next exchange with this peer only when no block of
 * the last one is unfinished, so one exchange a peer is enough.
 *
 * <p>Invariant: at most {@code windowBlocks} replies are unacknowledged. A request beyond waits until one is
 * acknowledged, since an honest initiator has no more blocks in flight and has acknowledged already.
 */
final class AnsweredExchange implements Conversation {

    private final ConversationKey key;
    private final int discount;
    private final Codings codings;
    private final StrategyContext context;
    private final BitSet answered = new BitSet();
    private final Map<Integer, Unacknowledged> unacknowledged = new LinkedHashMap<>();
    /** Requests that could not be decoded, the latest last. */
    private final LinkedHashMap<Integer, BlockRequest> outOfReach = new LinkedHashMap<>();
    /** Requests that came before there was room for them, the latest last. */
    private final LinkedHashMap<Integer, BlockRequest> waiting = new LinkedHashMap<>();
    private int noticeableBlocks;
    private int attempt = 1;
    private boolean reminding;
    private Duration lastHeard = Duration.ZERO;
    private Duration lastReminded = Duration.ZERO;
    /** Whether other exchanges may have taken the room that its blocks need. */
    private boolean lapsed;

    /**
     * A reply that may have to be sent again.
     *
     * @param mass what this side's replica gained
     */
    private record Unacknowledged(BlockReply reply, long mass) {}

    /** @param discount the staleness discount: how many times the step of both is halved */
    AnsweredExchange(ConversationKey key, int discount, Codings codings, StrategyContext context) {
        this.key = key;
        this.discount = discount;
        this.codings = codings;
        this.context = context;
    }

    @Override
    public ConversationKey key() {
        return key;
    }

    @Override
    public PeerId peer() {
        return key.initiator();
    }

    @Override
    public int unfinishedBlocks() {
        return unacknowledged.size();
    }

    /**
     * The blocks of a window while the exchange is open: once the initiator has been silent for long, other exchanges
     * may use the room that it has left, see {@link #onMessage}.
     */
    @Override
    public int reservedBlocks() {
        return isOpen() ? context.parameters().windowBlocks() : unacknowledged.size();
    }

    @Override
    public long unansweredMass() {
        long mass = 0;
        for (Unacknowledged pending : unacknowledged.values()) {
            mass += pending.mass;
        }
        return mass;
    }

    @Override
    public boolean hasDone() {
        return !answered.isEmpty();
    }

    /** All blocks are exchanged, and the initiator has acknowledged them. */
    @Override
    public boolean isOver() {
        return unacknowledged.isEmpty() && answered.cardinality() == context.replica().blocks().count();
    }

    /** Whether it is under way: neither over nor long silent. */
    boolean isOpen() {
        return !isOver() && !lapsed && context.now().minus(lastHeard).compareTo(context.patience(peer()).of(1)) < 0;
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        // After so long a silence that others could use its room, it needs room again.
        lapsed = !isOpen() && !context.conversations().hasRoom(peer(),
                context.parameters().windowBlocks() - unacknowledged.size());
        lastHeard = context.now();
        switch ((ExchangeMessage.FromInitiator) message) {
            case ExchangeMessage.Offer _ -> accept();
            case BlockRequest request -> requested(request);
            case BlockRest rest -> completed(rest);
            case ExchangeMessage.BlockQuery query -> queried(query.block());
            case ExchangeMessage.BlockDone done -> done(done.block());
        }
    }

    /**
     * Other exchanges need the memory: if its initiator has been silent for long, it drops the requests that it has
     * kept.
     */
    void makeRoom() {
        if (!isOpen() && !(outOfReach.isEmpty() && waiting.isEmpty())) {
            context.reached(Limit.KEPT_REQUESTS, peer());
            outOfReach.clear();
            waiting.clear();
        }
    }

    /** The initiator offers this exchange, perhaps again. */
    void accept() {
        lastHeard = context.now();
        context.send(peer(), new Accept(key.sequence()));
    }

    /** First leg: moves, and replies with the difference. */
    private void requested(BlockRequest request) {
        int block = request.block();
        if (isTooLong(request)) {
            context.fault(peer(), "values that are longer than any block");
        } else if (answered.get(block)) {
            replyAgain(block);
        } else if (lapsed || !codings.hasRoom(peer())) {
            // The initiator will request it again.
            context.reached(lapsed ? Limit.RESERVED_BLOCKS : Limit.LINKS, peer());
        } else if (unacknowledged.size() >= context.parameters().windowBlocks()) {
            keep(request, waiting);
            context.send(peer(), new BlockReminder(key.sequence(), unacknowledged.keySet().iterator().next()));
        } else {
            read(request);
        }
    }

    /** A request that cannot be decoded at once may have to be kept. */
    private boolean isTooLong(BlockRequest request) {
        return request.payload().length > codings.requestBytesMax(context.replica().blocks().length(request.block()));
    }

    private void read(BlockRequest request) {
        int[] differences = context.replica().differences();
        int block = request.block();
        switch (codings.with(peer()).read(block, request.lattice(), DitherSeeds.of(key, block), request.payload(),
                differences)) {
            case DECODED -> answer(request, differences);
            case OUT_OF_REACH -> {
                keep(request, outOfReach);
                context.send(peer(), new BlockOutOfReach(key.sequence(), block));
            }
            case MALFORMED -> context.fault(peer(), "values that are no parameters");
        }
    }

    /** Keeps a request for later, at most one window of them, as many as an honest initiator has in flight. */
    private void keep(BlockRequest request, LinkedHashMap<Integer, BlockRequest> kept) {
        kept.putLast(request.block(), request);
        if (kept.size() > context.parameters().windowBlocks()) {
            kept.pollFirstEntry();
            context.reached(Limit.KEPT_REQUESTS, peer());
        }
    }

    /** First leg, second part: the rest of a request that could not be decoded. */
    private void completed(BlockRest rest) {
        int block = rest.block();
        BlockRequest kept = outOfReach.get(block);
        if (answered.get(block) || kept == null || !codings.hasRoom(peer())) {
            queried(block);
            return;
        }
        codings.with(peer()).complete(block, kept.payload(), kept.lattice(), rest.payload(), rest.lattice())
                .ifPresentOrElse(
                        whole -> requested(
                                new BlockRequest(key.sequence(), block, rest.step(), rest.lattice(), rest.most(),
                                        whole)),
                        () -> queried(block));
    }

    /** The initiator has no answer: the reply got lost, or the request. */
    private void queried(int block) {
        if (answered.get(block)) {
            replyAgain(block);
        } else {
            context.send(peer(), new BlockUnread(key.sequence(), block));
        }
    }

    private void replyAgain(int block) {
        Unacknowledged pending = unacknowledged.get(block);
        if (pending != null) {
            context.send(peer(), pending.reply);
        }
    }

    private void answer(BlockRequest request, int[] differences) {
        int block = request.block();
        Replica replica = context.replica();
        BlockCoding coding = codings.with(peer());
        MixingStep step = request.step()
                .or(MixingStep.among(1 + PairwiseStrategy.requestsOf(block, context.conversations())))
                .damped(coding.damping()).staleBy(discount);
        Cap own = replica.scale().cap(block);
        Cap most = request.most().or(own);
        BlockCoding.Reply coded = coding.reply(block, request.lattice(), DitherSeeds.of(key, block), most,
                differences);
        if (coded.largest() > most.units()) {
            context.reached(Limit.MOVEMENT, peer());
        }
        // Only up to the cap: a lattice sized for values that the other side cuts anyway has steps so coarse that
        // nothing is left.
        int largest = Math.min(coded.largest(), most.units());
        noticeableBlocks += replica.scale().isNoticeable(block, largest) ? 1 : 0;
        replica.scale().observed(block, largest);
        long mass = replica.moveUp(block, differences, step);
        answered.set(block);
        outOfReach.remove(block);
        waiting.remove(block);
        context.report(new Fact.Debited(peer(), new TransferId(key, block), mass));
        BlockReply reply = new BlockReply(key.sequence(), block, step, request.lattice(), coded.payload());
        unacknowledged.put(block, new Unacknowledged(reply, mass));
        context.send(peer(), reply);
        attempt = 1;
        if (!reminding) {
            reminding = true;
            remindIn(reminderDelay());
        }
    }

    /** Third leg: the initiator has moved, too. */
    private void done(int block) {
        if (unacknowledged.remove(block) == null) {
            return;
        }
        if (isOver()) {
            context.report(new Fact.ExchangeFinished(peer(), key.sequence(), Fact.Role.RESPONDER));
            context.exchangeProgressed(peer());
            context.exchangeEnded();
            context.peerExchangeEnded(2 * noticeableBlocks > answered.cardinality());
        } else if (!waiting.isEmpty()) {
            requested(waiting.pollFirstEntry().getValue());
        }
    }

    /**
     * The timer fired: asks about unacknowledged replies. The initiator asks again by itself, except if its last
     * acknowledgement got lost: then it has no reason to.
     */
    @Override
    public void onTimer(int what) {
        if (unacknowledged.isEmpty()) {
            reminding = false;
            return;
        }
        Duration last = lastHeard.compareTo(lastReminded) > 0 ? lastHeard : lastReminded;
        Duration silence = context.now().minus(last);
        Duration patience = reminderDelay();
        if (silence.compareTo(patience) < 0) {
            remindIn(patience.minus(silence));
            return;
        }
        attempt++;
        lastReminded = context.now();
        if (context.isLive(peer())) {
            unacknowledged.keySet()
                    .forEach(block -> context.send(peer(), new BlockReminder(key.sequence(), block)));
        }
        remindIn(reminderDelay());
    }

    private void remindIn(Duration delay) {
        context.setTimer(key, PairwiseRoom.REMIND, delay);
    }

    private Duration reminderDelay() {
        return context.patience(peer()).of(attempt + 1);
    }

    @Override
    public void save(StateWriter out) {
        out.putCount(discount);
        out.putBytes(answered.toByteArray());
        out.putCount(unacknowledged.size());
        unacknowledged.values().forEach(pending -> {
            out.putCount(pending.reply.block());
            out.putCount(pending.reply.step().divisor());
            LatticeState.save(pending.reply.lattice(), out);
            out.putBytes(pending.reply.payload());
            out.putLong(pending.mass);
        });
        save(outOfReach, out);
        save(waiting, out);
        out.putCount(noticeableBlocks);
        out.putCount(attempt);
        out.putBoolean(reminding);
        out.putLong(lastHeard.toNanos());
        out.putLong(lastReminded.toNanos());
        out.putBoolean(lapsed);
    }

    private static void save(Map<Integer, BlockRequest> requests, StateWriter out) {
        out.putCount(requests.size());
        requests.values().forEach(request -> {
            out.putCount(request.block());
            out.putCount(request.step().divisor());
            LatticeState.save(request.lattice(), out);
            out.putCount(request.most().exponent());
            out.putBytes(request.payload());
        });
    }

    static AnsweredExchange restore(ConversationKey key, Codings codings, StrategyContext context, StateReader in) {
        int blocks = context.replica().blocks().count();
        long sequence = key.sequence();
        AnsweredExchange exchange = new AnsweredExchange(key, in.getCount(Integer.MAX_VALUE), codings, context);
        exchange.answered.or(BitSet.valueOf(in.getBytes()));
        for (int left = in.getCount(blocks); left > 0; left--) {
            int block = in.getCount(blocks - 1);
            MixingStep step = new MixingStep(in.getCount(MixingStep.DIVISOR_MAX));
            Lattice lattice = LatticeState.restore(in);
            BlockReply reply = new BlockReply(sequence, block, step, lattice, in.getBytes());
            exchange.unacknowledged.put(block, new Unacknowledged(reply, in.getLong()));
        }
        exchange.restore(exchange.outOfReach, in);
        exchange.restore(exchange.waiting, in);
        exchange.noticeableBlocks = in.getCount(blocks);
        exchange.attempt = in.getCount(Integer.MAX_VALUE);
        exchange.reminding = in.getBoolean();
        exchange.lastHeard = Duration.ofNanos(in.getLong());
        exchange.lastReminded = Duration.ofNanos(in.getLong());
        exchange.lapsed = in.getBoolean();
        return exchange;
    }

    private void restore(Map<Integer, BlockRequest> requests, StateReader in) {
        int blocks = context.replica().blocks().count();
        for (int left = in.getCount(blocks); left > 0; left--) {
            int block = in.getCount(blocks - 1);
            MixingStep step = new MixingStep(in.getCount(MixingStep.DIVISOR_MAX));
            requests.put(block, new BlockRequest(key.sequence(), block, step, LatticeState.restore(in),
                    new Cap(in.getCount(Cap.EXPONENT_MAX)), in.getBytes()));
        }
    }
}
