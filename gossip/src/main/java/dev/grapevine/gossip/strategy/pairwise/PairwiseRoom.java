package dev.grapevine.gossip.strategy.pairwise;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.coding.peer.RandomPeerCoding;
import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.replica.Replica;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Decline;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Refusal;

/** The strategy {@code pairwise}: exchanges between any two nodes. */
public final class PairwiseRoom implements StrategyRoom {

    /** Timer of an initiator: checks whether to send again. */
    static final int LOOK = 1;
    /** Timer of a responder: asks about unacknowledged replies. */
    static final int REMIND = 2;

    @Override
    public int kind() {
        return 20;
    }

    @Override
    public String name() {
        return "pairwise";
    }

    @Override
    public List<MessageType<?>> messages() {
        return ExchangeMessages.ALL;
    }

    @Override
    public String timerWords(int what, long sequence) {
        return (what == LOOK ? "look after exchange " : "remind the initiator of exchange ") + sequence;
    }

    /** Tells the other side at once that the exchange fails, and this node's current incarnation. */
    @Override
    public Optional<Message> refusal(Message message, String why) {
        return Optional.of(new Decline(((ExchangeMessage) message).sequence(), Refusal.NOT_RUNNING, why));
    }

    @Override
    public boolean compresses(String compression) {
        try {
            DeltaCodecs.byName(compression);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String allowedCompressions() {
        return DeltaCodecs.ALLOWED;
    }

    @Override
    public List<String> compressionExamples() {
        return DeltaCodecs.names();
    }

    @Override
    public Optional<Promise> promise(RunPlan plan, int neighboursMost) {
        return Optional.of(Promise.ofPairs(DeltaCodecs.byName(plan.compression()), plan.blocks()));
    }

    @Override
    public Strategy begin(StrategyContext context) {
        Replica replica = context.replica();
        RandomPeerCoding coding = new RandomPeerCoding(DeltaCodecs.byName(context.plan().compression()),
                replica.published(), replica.scale());
        return new PairwiseStrategy(this, peer -> coding, context);
    }
}
