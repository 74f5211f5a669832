package dev.grapevine.gossip.wire;

import static net.jqwik.api.Combinators.combine;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Forge;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.room.Rooms;

/**
 * All messages that peers can send each other, in every room: made from the classes of messages, so that none is left
 * out.
 */
public final class MessageArbitraries {

    private static final int LONGEST_PAYLOAD = 300;

    private MessageArbitraries() {}

    static Arbitrary<Envelope> envelopes() {
        return combine(incarnations(1), incarnations(0), messages()).as(Envelope::new);
    }

    static Arbitrary<Message> messages() {
        return Arbitraries.oneOf(Rooms.ALL.messages().types().stream().map(MessageArbitraries::of).toList());
    }

    private static Arbitrary<Message> of(MessageType<?> type) {
        List<RecordComponent> components = Arrays.asList(type.type().getRecordComponents());
        return Combinators.combine(components.stream().map(MessageArbitraries::field).toList()).as(values -> {
            Map<String, Object> byName = new HashMap<>();
            for (int i = 0; i < values.size(); i++) {
                byName.put(components.get(i).getName(), values.get(i));
            }
            return Forge.message(type.type(), component -> byName.get(component.getName()));
        });
    }

    private static Arbitrary<Object> field(RecordComponent component) {
        Class<?> type = component.getType();
        Arbitrary<?> values;
        if (type == long.class) {
            values = component.getName().equals("charterFingerprint") ? Arbitraries.longs() : counts();
        } else if (type == int.class) {
            values = Arbitraries.integers().between(0, 1 << 24);
        } else if (type == float.class) {
            values = Arbitraries.floats();
        } else if (type == byte[].class) {
            values = Arbitraries.bytes().array(byte[].class).ofMaxSize(LONGEST_PAYLOAD);
        } else if (type == String.class) {
            values = texts();
        } else if (type == Lattice.class) {
            values = lattices();
        } else if (type == Cap.class) {
            values = Arbitraries.integers().between(0, Cap.EXPONENT_MAX).map(Cap::new);
        } else if (type == MixingStep.class) {
            values = Arbitraries.integers().between(2, MixingStep.DIVISOR_MAX).map(MixingStep::new);
        } else if (type == ClassShares.class) {
            values = shares();
        } else if (type == OptionalLong.class) {
            return Arbitraries.longs().optional()
                    .map(value -> value.map(OptionalLong::of).orElseGet(OptionalLong::empty));
        } else if (type == Optional.class) {
            values = charters().optional();
        } else if (type.isEnum()) {
            values = Arbitraries.of(type.getEnumConstants());
        } else {
            throw new AssertionError("Say here what a " + type.getSimpleName() + " may be");
        }
        return values.asGeneric();
    }

    private static Arbitrary<ClassShares> shares() {
        return Arbitraries.longs().between(1, 1000).array(long[].class).ofMinSize(2).ofMaxSize(ClassShares.CLASSES_MAX)
                .map(rows -> ClassShares.ofRows(rows).orElseThrow());
    }

    private static Arbitrary<Charter> charters() {
        return combine(texts(), texts(), Arbitraries.of(true, false)).as(Charter.Term::new).list()
                .uniqueElements(Charter.Term::name).ofMaxSize(10).map(Charter::new);
    }

    private static Arbitrary<Long> counts() {
        return Arbitraries.longs().between(0, FieldBytes.COUNT_MAX);
    }

    private static Arbitrary<Long> incarnations(long least) {
        return Arbitraries.longs().between(least, FieldBytes.INCARNATION_MAX);
    }

    private static Arbitrary<Lattice> lattices() {
        return combine(Arbitraries.integers().between(0, Lattice.MAX_STEP_EXPONENT), Arbitraries.of(1, 3, 5, 7),
                Arbitraries.integers().between(0, Lattice.MAX_BITS))
                .as((exponent, divisor, bits) -> Lattice.isValid(exponent, divisor, bits)
                        ? new Lattice(exponent, divisor, bits)
                        : Lattice.NONE);
    }

    /** Texts that UTF-8 can encode: half of a surrogate pair is no text. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(30)
                .filter(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text));
    }
}
