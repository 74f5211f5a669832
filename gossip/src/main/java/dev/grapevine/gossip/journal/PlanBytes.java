package dev.grapevine.gossip.journal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.CharterBytes;
import dev.grapevine.gossip.wire.PrefixedOutput;

/** What a protocol is made from, as bytes. */
final class PlanBytes {

    private PlanBytes() {}

    static void write(Output out, RunPlan plan) {
        CharterBytes.write(plan.charter(), out);
        write(out, plan.parameters());
        PrefixedOutput.text(out, plan.strategy());
        PrefixedOutput.text(out, plan.compression());
        PrefixedOutput.text(out, plan.mergeRule());
        float[] initial = plan.initialParameters();
        out.writeVarInt(initial.length, true);
        FloatDifferences.write(out, initial, new float[initial.length]);
        PrefixedOutput.bytes(out, plan.classShares().map(ClassShares::toBytes).orElse(new byte[0]));
    }

    static RunPlan readPlan(Input in) {
        return new RunPlan(CharterBytes.read(in), readParameters(in), BoundedInput.text(in), BoundedInput.text(in),
                BoundedInput.text(in), readInitial(in), readShares(in));
    }

    private static Optional<ClassShares> readShares(Input in) {
        byte[] shares = BoundedInput.bytes(in);
        return shares.length == 0 ? Optional.empty() : Optional.of(ClassShares.ofBytes(shares));
    }

    private static float[] readInitial(Input in) {
        int count = BoundedInput.upTo(in, FloatDifferences.countMax(in), "number of parameters");
        return FloatDifferences.read(in, new float[count]);
    }

    static void write(Output out, ProtocolParameters parameters) {
        out.writeVarInt(parameters.blockSize(), true);
        out.writeVarInt(parameters.localSteps(), true);
        out.writeVarInt(parameters.fanout(), true);
        write(out, parameters.interval());
        out.writeFloat(parameters.serveDecay());
        out.writeVarInt(parameters.windowBlocks(), true);
        out.writeVarInt(parameters.openExchangesMax(), true);
        out.writeVarInt(parameters.unfinishedBlocksMax(), true);
        write(out, parameters.retryAfter());
        write(out, parameters.retryAfterMax());
        out.writeVarInt(parameters.offerAttempts(), true);
        out.writeVarInt(parameters.stallAttempts(), true);
        write(out, parameters.enrolmentPatience());
        write(out, parameters.sumsPatience());
        write(out, parameters.leavePatience());
        write(out, parameters.checkpointInterval());
        out.writeVarInt(parameters.frameBytesMax(), true);
        write(out, parameters.flow());
    }

    static ProtocolParameters readParameters(Input in) {
        return new ProtocolParameters(in.readVarInt(true), in.readVarInt(true), in.readVarInt(true), readDuration(in),
                in.readFloat(), in.readVarInt(true), in.readVarInt(true), in.readVarInt(true), readDuration(in),
                readDuration(in), in.readVarInt(true), in.readVarInt(true), readDuration(in), readDuration(in),
                readDuration(in), readDuration(in), in.readVarInt(true), readFlow(in));
    }

    private static void write(Output out, FlowParameters flow) {
        PrefixedOutput.text(out, flow.overlay());
        out.writeVarLong(flow.bytesPerSecondMax(), true);
        out.writeBoolean(flow.tokens().isPresent());
        flow.tokens().ifPresent(strategy -> {
            out.writeVarInt(strategy.target(), true);
            out.writeVarInt(strategy.capacity(), true);
        });
        out.writeVarInt(flow.staleness().tolerated(), true);
        out.writeVarInt(flow.ahead(), true);
    }

    private static FlowParameters readFlow(Input in) {
        return new FlowParameters(BoundedInput.text(in), in.readVarLong(true),
                in.readBoolean()
                        ? Optional.of(new TokenAccount.Strategy(in.readVarInt(true), in.readVarInt(true)))
                        : Optional.empty(),
                new Staleness(in.readVarInt(true)), in.readVarInt(true));
    }

    /** Keeps the order, since the first difference is the one that users are told of. */
    static void write(Output out, Map<String, String> texts) {
        out.writeVarInt(texts.size(), true);
        texts.forEach((name, value) -> {
            PrefixedOutput.text(out, name);
            PrefixedOutput.text(out, value);
        });
    }

    static Map<String, String> readTexts(Input in) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int left = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of texts"); left > 0; left--) {
            texts.put(BoundedInput.text(in), BoundedInput.text(in));
        }
        return texts;
    }

    private static void write(Output out, Duration duration) {
        out.writeLong(duration.toNanos());
    }

    private static Duration readDuration(Input in) {
        return Duration.ofNanos(in.readLong());
    }
}
