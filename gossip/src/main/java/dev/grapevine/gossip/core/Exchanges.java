package dev.grapevine.gossip.core;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.conversation.AnsweredExchange;
import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.conversation.InitiatedExchange;
import dev.grapevine.gossip.conversation.LateOffers;
import dev.grapevine.gossip.message.BlockNumbers;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * The tables of pairwise exchanges: those that this node started, at most one a peer, and the latest that each peer started
 * with it. Of one that is complete nothing is remembered but its number. Routes messages to exchanges and never looks inside.
 */
final class Exchanges {

    private final PeerId self;
    private final long incarnation;
    private final Map<PeerId, InitiatedExchange> initiated = new TreeMap<>();
    private final PeerTable<AnsweredExchange> answered = new PeerTable<>();
    /** The sequence of the latest that each peer started and that is complete. */
    private final PeerTable<Long> completed = new PeerTable<>();
    /** Of all that are answered: there may be as many as peers, and this is asked after every event. */
    private int answeredBlocks;
    private final LateOffers lateOffers = new LateOffers();
    private long lastSequence;

    Exchanges(PeerId self, long incarnation) {
        this.self = self;
        this.incarnation = incarnation;
    }

    /** Whether an exchange with this peer may be started. */
    boolean canInitiate(PeerId peer) {
        return !initiated.containsKey(peer);
    }

    /** Exchanges that this node started and that still make progress. */
    int initiatedAndMoving() {
        int moving = 0;
        for (InitiatedExchange exchange : initiated.values()) {
            moving += exchange.isStalled() ? 0 : 1;
        }
        return moving;
    }

    /** Exchanges in which this node has requested a block and waits for the answer. */
    int requestsOf(int block) {
        int requests = 0;
        for (InitiatedExchange exchange : initiated.values()) {
            requests += exchange.hasRequested(block) ? 1 : 0;
        }
        return requests;
    }

    /** Blocks half done in both roles. */
    int unfinishedBlocks() {
        return unansweredBlocks() + answeredBlocks;
    }

    /** The same by peer, without those that have none. */
    SortedMap<PeerId, Integer> unfinishedBlocksByPeer() {
        SortedMap<PeerId, Integer> blocks = new TreeMap<>();
        initiated.forEach((peer, exchange) -> blocks.merge(peer, exchange.unfinishedBlocks(), Integer::sum));
        answered.forEach((peer, exchange) -> blocks.merge(peer, exchange.unfinishedBlocks(), Integer::sum));
        blocks.values().removeIf(count -> count == 0);
        return blocks;
    }

    /** Blocks that this node requested and has no answer to. */
    int unansweredBlocks() {
        int blocks = 0;
        for (InitiatedExchange exchange : initiated.values()) {
            blocks += exchange.unfinishedBlocks();
        }
        return blocks;
    }

    /** Starts an exchange. */
    void initiate(PeerId peer, long charterFingerprint, long round, int firstBlock, ConversationContext context) {
        lastSequence++;
        InitiatedExchange exchange = new InitiatedExchange(self, incarnation, peer, lastSequence, firstBlock);
        initiated.put(peer, exchange);
        exchange.start(new Message.Offer(lastSequence, charterFingerprint, round), context);
    }

    /** A responder said something about an exchange that this node started. */
    void fromResponder(PeerId peer, Message.FromResponder message, ConversationContext context) {
        InitiatedExchange exchange = initiated.get(peer);
        if (exchange == null || exchange.sequence() != message.sequence()) {
            // Exchanges are forgotten only when every block that was requested is applied.
            boolean wantsToKnow = message instanceof Message.BlockReply || message instanceof Message.BlockReminder;
            if (message instanceof Message.Accept) {
                lateOffers.answered(peer, message.sequence(), context.now()).ifPresent(context.roundTrip()::took);
            }
            if (wantsToKnow && message.sequence() <= lastSequence) {
                context.send(peer, new Message.BlockDone(message.sequence(), BlockNumbers.of(message)));
            }
            return;
        }
        switch (message) {
            case Message.Accept _ -> exchange.accepted(context);
            case Message.Decline decline -> exchange.abandon(decline.sentence(), context);
            case Message.BlockReply reply -> exchange.replied(reply, context);
            case Message.BlockReminder reminder -> exchange.reminded(reminder.block(), context);
            case Message.BlockUnread unread -> exchange.unread(unread.block(), context);
            case Message.BlockOutOfReach outOfReach -> exchange.outOfReach(outOfReach.block(), context);
        }
        forgetIfFinished(exchange);
    }

    /**
     * A peer offers an exchange.
     *
     * @param acceptsNew whether a new one may be taken on
     * @param halvings   how often the step of a new one is halved
     * @return false if it was declined for want of room
     */
    boolean offered(PeerId peer, long peerIncarnation, Message.Offer offer, boolean acceptsNew, int halvings,
            ConversationContext context) {
        AnsweredExchange known = answered.get(peer);
        Long complete = completed.get(peer);
        if (known != null && offer.sequence() < known.sequence() || complete != null && offer.sequence() <= complete) {
            return true;
        }
        if (known == null || offer.sequence() > known.sequence()) {
            if (!acceptsNew) {
                return false;
            }
            answeredBlocks -= known == null ? 0 : known.unfinishedBlocks();
            known = new AnsweredExchange(peer, peerIncarnation, offer.sequence(), halvings);
            answered.put(peer, known);
        }
        known.offered(context);
        return true;
    }

    /** An initiator said something about a block of an exchange that this node answers. */
    void fromInitiator(PeerId peer, Message.FromInitiator message, ConversationContext context) {
        AnsweredExchange exchange = answered.get(peer);
        if (exchange == null || exchange.sequence() != message.sequence()) {
            return;
        }
        int before = exchange.unfinishedBlocks();
        switch (message) {
            case Message.BlockRequest request -> exchange.requested(request, context);
            case Message.BlockRest rest -> exchange.completed(rest, context);
            case Message.BlockQuery query -> exchange.queried(query.block(), context);
            case Message.BlockDone done -> exchange.done(done.block(), context);
            case Message.Offer _ -> throw new IllegalArgumentException("Offers go to offered()");
        }
        answeredBlocks += exchange.unfinishedBlocks() - before;
        if (exchange.isComplete(context)) {
            answered.remove(peer);
            completed.put(peer, exchange.sequence());
        }
    }

    void retry(PeerId peer, long sequence, ConversationContext context) {
        InitiatedExchange exchange = initiated.get(peer);
        if (exchange != null && exchange.sequence() == sequence) {
            exchange.retry(context);
            forgetIfFinished(exchange);
        }
    }

    /** Requests further blocks, as far as there is room to send. */
    void proceed(ConversationContext context) {
        initiated.values().forEach(exchange -> exchange.proceed(context));
    }

    /** Whether some exchange would request more if there were room to send. */
    boolean isWaitingForRoom() {
        return initiated.values().stream().anyMatch(InitiatedExchange::isWaitingForRoom);
    }

    /** Exchanges under way that this node answers. */
    int answeredAndOpen(ConversationContext context) {
        return answered.count(exchange -> exchange.isOpen(context));
    }

    void remind(PeerId peer, long sequence, ConversationContext context) {
        AnsweredExchange exchange = answered.get(peer);
        if (exchange != null && exchange.sequence() == sequence) {
            exchange.remind(context);
        }
    }

    /** Requests no further blocks; offers that were not taken yet are withdrawn. */
    void truncateAll(ConversationContext context) {
        for (InitiatedExchange exchange : initiated.values().stream().toList()) {
            exchange.truncate();
            exchange.abandon("this node leaves", context);
            forgetIfFinished(exchange);
        }
    }

    /**
     * Forgets everything with a peer whose incarnation is dead.
     *
     * @return how many blocks were half done
     */
    int orphan(PeerId peer) {
        lateOffers.forget(peer);
        InitiatedExchange ours = initiated.remove(peer);
        AnsweredExchange theirs = answered.remove(peer);
        completed.remove(peer);
        int theirBlocks = theirs == null ? 0 : theirs.unfinishedBlocks();
        answeredBlocks -= theirBlocks;
        return (ours == null ? 0 : ours.unfinishedBlocks()) + theirBlocks;
    }

    private void forgetIfFinished(InitiatedExchange exchange) {
        if (exchange.isFinished()) {
            exchange.unanswered().ifPresent(
                    offeredAt -> lateOffers.gaveUp(exchange.peer(), exchange.sequence(), offeredAt));
            initiated.remove(exchange.peer());
        }
    }

    void save(Output out) {
        out.writeVarLong(lastSequence, true);
        out.writeVarInt(initiated.size(), true);
        initiated.values().forEach(exchange -> exchange.save(out));
        out.writeVarInt(answered.size(), true);
        answered.forEach((_, exchange) -> exchange.save(out));
        out.writeVarInt(completed.size(), true);
        completed.forEach((peer, sequence) -> {
            out.writeString(peer.text());
            out.writeVarLong(sequence, true);
        });
        lateOffers.save(out);
    }

    void restore(Input in) {
        lastSequence = in.readVarLong(true);
        int initiatedCount = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of exchanges");
        for (int i = 0; i < initiatedCount; i++) {
            InitiatedExchange exchange = InitiatedExchange.restore(in, self, incarnation);
            initiated.put(exchange.peer(), exchange);
        }
        int answeredCount = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of exchanges");
        for (int i = 0; i < answeredCount; i++) {
            AnsweredExchange exchange = AnsweredExchange.restore(in);
            answered.put(exchange.peer(), exchange);
            answeredBlocks += exchange.unfinishedBlocks();
        }
        int completedCount = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of exchanges");
        for (int i = 0; i < completedCount; i++) {
            completed.put(new PeerId(in.readString()), in.readVarLong(true));
        }
        lateOffers.restore(in);
    }
}
