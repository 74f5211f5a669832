package dev.grapevine.gossip.strategy.pairwise;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.coding.peer.RandomPeerCoding;
import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.replica.Replica;
import dev.grapevine.gossip.strategy.ChosenStrategy;
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
    public ChosenStrategy with(String compression) {
        return new Chosen(this, compression, DeltaCodecs.byName(compression));
    }

    @Override
    public String allowedCompressions() {
        return DeltaCodecs.ALLOWED;
    }

    @Override
    public List<String> compressionExamples() {
        return DeltaCodecs.names();
    }

    /** @param codec for blocks and their differences */
    private record Chosen(PairwiseRoom room, String compression, DeltaCodec codec) implements ChosenStrategy {

        @Override
        public Optional<Promise> promise(Blocks blocks, ProtocolParameters parameters, int neighboursMost) {
            return Optional.of(Promise.ofPairs(codec, blocks));
        }

        @Override
        public Strategy begin(StrategyContext context) {
            Replica replica = context.replica();
            RandomPeerCoding coding = new RandomPeerCoding(codec, replica.published(), replica.scale());
            return new PairwiseStrategy(room, peer -> coding, context);
        }
    }
}
