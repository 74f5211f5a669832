package dev.grapevine.gossip.strategy.age;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.MessageType;
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

    private static final List<String> WHOLE_VALUES = List.of("float32", "bf16", "int8", "int4");
    private static final String SLICE = "randomk:";

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

    /** A receiver has to be able to read values whatever its own are. */
    @Override
    public boolean compresses(String compression) {
        if (WHOLE_VALUES.contains(compression)) {
            return true;
        }
        try {
            return compression.startsWith(SLICE) && DeltaCodecs.byName(compression) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String allowedCompressions() {
        return String.join(", ", WHOLE_VALUES) + ", " + SLICE + "FRACTION";
    }

    @Override
    public List<String> compressionExamples() {
        return List.of("float32", "bf16", "int8", "int4", "randomk:0.25");
    }

    @Override
    public Optional<Promise> promise(RunPlan plan, int neighboursMost) {
        return Optional.of(Promise.ofPushes(DeltaCodecs.byName(plan.compression()), plan.blocks(),
                plan.parameters().windowBlocks()));
    }

    @Override
    public boolean hearsAnswers() {
        return false;
    }

    @Override
    public Strategy begin(StrategyContext context) {
        return new AgeStrategy(this, DeltaCodecs.byName(context.plan().compression()), context);
    }
}
