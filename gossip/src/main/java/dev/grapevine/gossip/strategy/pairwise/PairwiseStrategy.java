package dev.grapevine.gossip.strategy.pairwise;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Accept;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockDone;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockReminder;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockReply;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Decline;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Offer;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Refusal;

/**
 * Two nodes at a time move to their mean, block by block, by exact negatives of each other (SwarmSGD: G. Nadiradze et
 * al., "Asynchronous Decentralized SGD with Quantized and Local Updates", NeurIPS 2021, with the exchange of
 * {@code PROTOCOL.md}). With each peer at most one exchange that this node began, and the latest that the peer began.
 */
public final class PairwiseStrategy implements Strategy {

    /** The time for which a place is kept for a declined peer, in first waits. */
    private static final int KEPT_RETRIES = 4;

    private final Room room;
    private final Codings codings;
    private final StrategyContext context;
    private final LateOffers lateOffers = new LateOffers();
    /** The declined peer that is answered next, if bandwidth is short, and until when. */
    private Optional<PeerId> keptFor = Optional.empty();
    private Duration keptUntil = Duration.ZERO;

    /**
     * @param room    the room of its messages
     * @param codings the coding of blocks
     */
    public PairwiseStrategy(Room room, Codings codings, StrategyContext context) {
        this.room = room;
        this.codings = codings;
        this.context = context;
    }

    @Override
    public Room room() {
        return room;
    }

    /** The exchanges begun by this node in which a request of a block waits for its answer. */
    static int requestsOf(int block, Conversations conversations) {
        return conversations.count(InitiatedExchange.class, exchange -> exchange.hasRequested(block));
    }

    @Override
    public boolean mayBegin(PeerId peer) {
        return context.conversations().with(peer, InitiatedExchange.class).isEmpty()
                && codings.isStartedBy(context.self(), peer) && codings.hasRoom(peer);
    }

    @Override
    public boolean begin(PeerId peer) {
        if (!hasRoom(peer)) {
            return false;
        }
        int firstBlock = context.random().nextInt(context.replica().blocks().count());
        InitiatedExchange exchange = new InitiatedExchange(context.conversations().nextKey(room.kind()), peer,
                context.rounds(), firstBlock, codings, lateOffers, context);
        context.conversations().open(exchange);
        exchange.start();
        return true;
    }

    private boolean hasRoom(PeerId peer) {
        return context.conversations().hasRoom(peer, context.parameters().windowBlocks());
    }

    @Override
    public void raiseToAsked(int[] caps) {
        context.conversations().forEach(InitiatedExchange.class, exchange -> exchange.raiseToAsked(caps));
    }

    @Override
    public boolean isExchanging() {
        return context.conversations().count(InitiatedExchange.class,
                exchange -> !exchange.isStalled() && !exchange.isUnanswered()
                        && !context.isSilent(exchange.peer())) > 0
                || context.conversations().count(AnsweredExchange.class, AnsweredExchange::isOpen) > 0;
    }

    @Override
    public boolean isLeftTo(PeerId peer) {
        return !codings.isStartedBy(context.self(), peer);
    }

    @Override
    public int moving() {
        return context.conversations().count(InitiatedExchange.class, exchange -> !exchange.isStalled());
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        switch ((ExchangeMessage) message) {
            case Offer offer -> offered(from, offer);
            case Accept accept -> lateOffers.answered(from, accept.sequence(), context.now())
                    .ifPresent(context.patience(from)::sample);
            // Exchanges are removed only when every requested block is applied.
            case BlockReply reply -> doneAgain(from, reply.sequence(), reply.block());
            case BlockReminder reminder -> doneAgain(from, reminder.sequence(), reminder.block());
            default -> {
            }
        }
    }

    private void doneAgain(PeerId to, long sequence, int block) {
        if (sequence <= context.conversations().begun(room.kind())) {
            context.send(to, new BlockDone(sequence, block));
        }
    }

    private void offered(PeerId from, Offer offer) {
        if (context.phase() != Phase.RUNNING) {
            decline(from, offer, Refusal.NOT_RUNNING, "is " + context.phase().word());
            return;
        }
        if (offer.charterFingerprint() != context.charterFingerprint()) {
            decline(from, offer, Refusal.CHARTER, "follows another charter");
            return;
        }
        if (!codings.isStartedBy(from, context.self())) {
            context.fault(from, "an offer over a link that is not its to start exchanges over");
            return;
        }
        Optional<AnsweredExchange> earlier = context.conversations().with(from, AnsweredExchange.class);
        if (earlier.isPresent()) {
            if (offer.sequence() < earlier.get().key().sequence()) {
                return;
            }
            // Its initiator has applied all of it, or it would not begin another one.
            context.conversations().close(earlier.get());
        }
        OptionalInt discount = context.parameters().flow().staleness().discount(offer.round(), context.rounds());
        if (context.keepsAway()) {
            decline(from, offer, Refusal.BUSY, "has gone back to an earlier replica and rests");
        } else if (!hasRoom(from)) {
            declineBeyond(Limit.RESERVED_BLOCKS, from, offer, "has too many unfinished blocks");
        } else if (codings.needsNeighbours() && !context.isNeighbour(from)) {
            decline(from, offer, Refusal.BUSY, "is no neighbour of " + from);
        } else if (!codings.hasRoom(from)) {
            declineBeyond(Limit.LINKS, from, offer, "has too many links");
        } else if (discount.isEmpty()) {
            declineBeyond(Limit.ROUNDS_APART, from, offer, "is in round " + context.rounds());
        } else if (!hasBandwidthFor(from)) {
            declineBeyond(Limit.ANSWERED_EXCHANGES, from, offer, "has no bandwidth left");
        } else {
            AnsweredExchange exchange = new AnsweredExchange(
                    context.conversations().keyOf(room.kind(), from, offer.sequence()), discount.getAsInt(), codings,
                    context);
            // Then the open exchanges have room for all requests that they keep.
            context.conversations().forEach(AnsweredExchange.class, AnsweredExchange::makeRoom);
            context.conversations().open(exchange);
            exchange.accept();
        }
    }

    private void declineBeyond(Limit limit, PeerId to, Offer offer, String why) {
        context.reached(limit, to);
        decline(to, offer, Refusal.BUSY, why);
    }

    private void decline(PeerId to, Offer offer, Refusal refusal, String why) {
        context.send(to, new Decline(offer.sequence(), refusal, context.self() + " " + why));
    }

    /**
     * Whether bandwidth allows an exchange with a peer. If it allows few only, a declined peer has priority for a
     * while: otherwise the peers that ask most often would keep others away for ever.
     */
    private boolean hasBandwidthFor(PeerId from) {
        boolean kept = keptFor.isPresent() && context.now().compareTo(keptUntil) < 0;
        boolean full = isServingEnough() || kept && !keptFor.get().equals(from);
        if (full && !kept) {
            keptFor = Optional.of(from);
            keptUntil = context.now().plus(context.parameters().retryAfter().multipliedBy(KEPT_RETRIES));
        } else if (!full && kept) {
            keptFor = Optional.empty();
        }
        return !full;
    }

    /** A node with a bandwidth limit must not take more exchanges than it can reply to in time. */
    private boolean isServingEnough() {
        return context.isPaced() && context.conversations().all(AnsweredExchange.class).stream()
                .filter(AnsweredExchange::isOpen).count() >= context.parameters().openExchangesMax();
    }

    @Override
    public void leave() {
        context.conversations().forEach(InitiatedExchange.class, exchange -> {
            exchange.truncate();
            exchange.abandon("this node leaves");
        });
    }

    @Override
    public void proceed() {
        context.conversations().forEach(InitiatedExchange.class, InitiatedExchange::proceed);
    }

    @Override
    public boolean isWaitingForRoom() {
        return context.conversations().count(InitiatedExchange.class,
                InitiatedExchange::isWaitingForRoom) > 0;
    }

    @Override
    public void buried(PeerId peer) {
        lateOffers.forget(peer);
        codings.forget(peer);
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        return key.initiator().equals(context.self())
                ? InitiatedExchange.restore(key, peer, codings, lateOffers, context, in)
                : AnsweredExchange.restore(key, codings, context, in);
    }

    @Override
    public void save(StateWriter out) {
        lateOffers.save(out);
        out.putText(keptFor.map(PeerId::text).orElse(""));
        out.putLong(keptUntil.toNanos());
        codings.save(out);
    }

    @Override
    public void restore(StateReader in) {
        lateOffers.restore(in);
        keptFor = Optional.of(in.getText()).filter(text -> !text.isEmpty()).map(PeerId::new);
        keptUntil = Duration.ofNanos(in.getLong());
        codings.restore(in);
    }
}
