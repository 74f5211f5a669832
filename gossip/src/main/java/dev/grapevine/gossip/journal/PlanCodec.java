package dev.grapevine.gossip.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.mixing.MixingRule;
import dev.grapevine.consensus.mixing.MixingRules;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolKnobs;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.parameters.UnknownKnobException;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.CharterBytes;
import dev.grapevine.gossip.wire.PrefixedOutput;

/** Binary format of plans and parameters. Knobs are texts by name, so that journals survive new knobs. */
final class PlanCodec {

    private static final String STRATEGY = "strategy";
    private static final String COMPRESSION = "compression";
    private static final String MERGE_RULE = "mergeRule";

    private PlanCodec() {}

    static void write(Output out, RunPlan plan) {
        CharterBytes.write(plan.charter(), out);
        Map<String, String> texts = ProtocolKnobs.texts(plan.parameters());
        texts.put(STRATEGY, plan.strategy().name());
        texts.put(COMPRESSION, plan.strategy().compression());
        texts.put(MERGE_RULE, plan.mergeRule().name());
        write(out, texts);
        float[] initial = plan.initialParameters();
        out.writeVarInt(initial.length, true);
        FloatDifferences.write(out, initial, new float[initial.length]);
        PrefixedOutput.bytes(out, plan.classShares().map(ClassShares::toBytes).orElse(new byte[0]));
    }

    /** @param rooms the rooms that the reader knows */
    static RunPlan readPlan(Input in, Rooms rooms) {
        Charter charter = CharterBytes.read(in);
        Map<String, String> texts = readTexts(in);
        ChosenStrategy strategy = strategy(required(texts, STRATEGY), required(texts, COMPRESSION), rooms);
        MixingRule mergeRule = mergeRule(required(texts, MERGE_RULE));
        return new RunPlan(charter, ProtocolKnobs.parameters(texts), strategy, mergeRule, readInitial(in),
                readShares(in));
    }

    private static ChosenStrategy strategy(String name, String compression, Rooms rooms) {
        try {
            return rooms.strategy(name, compression);
        } catch (IllegalArgumentException e) {
            throw new UnknownKnobException(STRATEGY + " " + name + ", " + COMPRESSION + " " + compression);
        }
    }

    private static MixingRule mergeRule(String name) {
        try {
            return MixingRules.byName(name);
        } catch (IllegalArgumentException e) {
            throw new UnknownKnobException(MERGE_RULE + " " + name);
        }
    }

    private static String required(Map<String, String> texts, String name) {
        return Optional.ofNullable(texts.remove(name))
                .orElseThrow(() -> new KryoException("there is no " + name));
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
        write(out, ProtocolKnobs.texts(parameters));
    }

    static ProtocolParameters readParameters(Input in) {
        return ProtocolKnobs.parameters(readTexts(in));
    }

    /** Keeps the order, because users are told the first difference. */
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
}
