package dev.grapevine.gossip.strategy.age;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.PrefixedOutput;

/**
 * The strategy {@code age}: values with their ages, sent without answers, for links that may work in one direction
 * only.
 */
public final class AgeRoom implements StrategyRoom {

    @Override
    public int kind() {
        return 22;
    }

    @Override
    public String name() {
        return "age";
    }

    @Override
    public List<MessageType<?>> messages() {
        return List.of(new MessageType<>(32, AgedBlock.class, (m, out) -> {
            out.writeLong(m.charterFingerprint());
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
            out.writeVarLong(m.age(), true);
            PrefixedOutput.bytes(out, m.payload());
        }, in -> new AgedBlock(in.readLong(), FieldBytes.readSequence(in), FieldBytes.readBlock(in),
                FieldBytes.readAge(in), BoundedInput.bytes(in)),
                m -> "block " + m.block() + " of age " + m.age() + ", push " + m.sequence()));
    }

    /** There are no conversations. */
    @Override
    public String timerWords(int what, long sequence) {
        throw new IllegalArgumentException("Its pushes have no timers");
    }

    @Override
    public ChosenStrategy with(String compression) {
        DeltaCodec codec = DeltaCodecs.byName(compression);
        if (!codec.suitsPushes()) {
            throw new IllegalArgumentException(
                    "'" + compression + "' is no compression for " + name() + ": allowed are "
                            + allowedCompressions());
        }
        return new Chosen(this, compression, codec);
    }

    @Override
    public String allowedCompressions() {
        return DeltaCodecs.ALLOWED_FOR_PUSHES;
    }

    @Override
    public List<String> compressionExamples() {
        return List.of("float32", "bf16", "int8", "int4", "randomk:0.25");
    }

    @Override
    public boolean hearsAnswers() {
        return false;
    }

    /** @param codec for the values of pushes */
    private record Chosen(AgeRoom room, String compression, DeltaCodec codec) implements ChosenStrategy {

        @Override
        public Optional<Promise> promise(Blocks blocks, ProtocolParameters parameters, int neighboursMost) {
            return Optional.of(Promise.ofPushes(codec, blocks, parameters.windowBlocks()));
        }

        @Override
        public Strategy begin(StrategyContext context) {
            return new AgeStrategy(room, codec, context);
        }
    }
}
