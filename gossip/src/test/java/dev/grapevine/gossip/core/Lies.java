package dev.grapevine.gossip.core;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Forge;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.age.AgedBlock;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.strategy.pairwise.Seeds;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * The harmful messages that a peer may send: every registered type, with fields that fit or do not, and well-formed
 * requests and replies about values of any kind.
 */
final class Lies {

    /** The most letters of a text. */
    static final int LONGEST = 3000;
    private static final int LARGEST_BLOCK = 1 << 24;
    /** The seed that a link gives to its replies. */
    private static final int REPLY = 0x5bd1_e995;

    private final RandomStream random;
    private final RunPlan plan;
    private final Blocks blocks;
    private final List<MessageType<?>> types = Rooms.ALL.messages().types();

    Lies(RandomStream random, RunPlan plan) {
        this.random = random;
        this.plan = plan;
        this.blocks = new Blocks(plan.initialParameters().length, plan.parameters().blockSize());
    }

    /**
     * A message.
     *
     * @param asked the requests that the node has sent to this peer
     */
    Message message(PeerProtocol node, PeerId liar, long life, ConversationKey exchange,
            List<ExchangeMessage.BlockRequest> asked) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> node.replica().isEmpty()
                    ? any()
                    : rightRequest(node, new ConversationKey(exchange.kind(), liar, life, 1 + random.nextInt(2)));
            case 2, 3 -> asked.isEmpty() ? any() : rightReply(asked.get(random.nextInt(asked.size())), exchange);
            default -> any();
        };
    }

    private Message any() {
        return Forge.message(types.get(random.nextInt(types.size())).type(), this::field);
    }

    private Object field(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == long.class) {
            return component.getName().equals("charterFingerprint")
                    ? random.nextInt(5) == 0 ? random.nextLong() : plan.charter().fingerprint()
                    : count();
        }
        if (type == int.class) {
            return random.nextInt(20) == 0 ? random.nextInt(LARGEST_BLOCK) : random.nextInt(blocks.count());
        }
        if (type == float.class) {
            return random.nextInt(2) == 0
                    ? (float) random.nextDouble()
                    : Float.intBitsToFloat(random.nextInt(Integer.MAX_VALUE));
        }
        if (type == byte[].class) {
            return component.getName().equals("sums") && random.nextInt(2) == 0
                    ? bytes(ReplicaSketch.BYTES)
                    : payload();
        }
        if (type == String.class) {
            return text(LONGEST);
        }
        if (type == Lattice.class) {
            return lattice();
        }
        if (type == Cap.class) {
            return most();
        }
        if (type == MixingStep.class) {
            return step();
        }
        if (type == ClassShares.class) {
            return random.nextInt(2) == 0
                    ? ProtocolWorld.SHARES.orElseThrow()
                    : ClassShares.ofRows(new long[]{1, 1 + random.nextInt(9), 3}).orElseThrow();
        }
        if (type == Optional.class) {
            return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(charter());
        }
        if (type == OptionalLong.class) {
            return random.nextInt(3) == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(charter().fingerprint() + random.nextInt(3));
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        throw new AssertionError("Say here what a " + type.getSimpleName() + " may be");
    }

    private long count() {
        return switch (random.nextInt(8)) {
            case 0 -> FieldBytes.COUNT_MAX - random.nextInt(3);
            case 1 -> random.nextInt(1000);
            case 2 -> 0;
            default -> 1 + random.nextInt(2);
        };
    }

    private Charter charter() {
        List<Charter.Term> terms = new ArrayList<>();
        for (Charter.Term term : plan.charter().terms()) {
            if (random.nextInt(6) > 0) {
                terms.add(new Charter.Term(term.name(), random.nextInt(2) == 0 ? text(LONGEST) : term.value(),
                        random.nextInt(6) > 0));
            }
        }
        if (random.nextInt(3) == 0) {
            terms.add(new Charter.Term("more " + text(LONGEST), text(LONGEST), random.nextInt(2) == 0));
        }
        return new Charter(terms);
    }

    /** A text of any length, with letters that control a terminal. */
    private String text(int longest) {
        int length = random.nextInt(3) == 0 ? random.nextInt(longest) : random.nextInt(30);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x20) : 'a' + random.nextInt(26)));
        }
        return text.append(random.nextInt(4) == 0 ? "\u202e\u001b[2J" : "").toString();
    }

    private MixingStep step() {
        return new MixingStep(2 + (random.nextInt(10) == 0
                ? random.nextInt(MixingStep.DIVISOR_MAX - 1)
                : random.nextInt(4)));
    }

    private Cap most() {
        return new Cap(random.nextInt(2) == 0 ? Cap.EXPONENT_MAX : random.nextInt(Cap.EXPONENT_MAX + 1));
    }

    private Lattice lattice() {
        int exponent = random.nextInt(Lattice.MAX_STEP_EXPONENT + 1);
        int divisor = 1 + 2 * random.nextInt(4);
        int bits = random.nextInt(3) == 0 ? random.nextInt(33) : 3 + random.nextInt(3);
        if (Lattice.isValid(exponent, divisor, bits)) {
            return new Lattice(exponent, divisor, bits);
        }
        return random.nextInt(2) == 0 ? Lattice.NONE : new Lattice(0, 0);
    }

    /** A payload of a length that some codec might have, often of small numbers, or of a length that none has. */
    private byte[] payload() {
        byte[] bytes = bytes(random.nextInt(8) == 0 ? random.nextInt(LONGEST) : random.nextInt(40));
        if (random.nextInt(2) == 0 && bytes.length > 1) {
            bytes[0] = (byte) (random.nextInt(3) == 0 ? 255 : random.nextInt(3));
            for (int i = 1; i < Math.min(4, bytes.length); i++) {
                bytes[i] = 0;
            }
        }
        return bytes;
    }

    /** Bytes with any contents. */
    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** A well-formed lie, far from the node's values or near. */
    private Message rightRequest(PeerProtocol node, ConversationKey key) {
        int block = random.nextInt(blocks.count());
        int length = blocks.length(block);
        int seed = Seeds.of(key, block);
        int[] values = node.replica().orElseThrow().units().clone();
        int farthest = 1 << random.nextInt(31);
        for (int i = 0; i < values.length; i++) {
            values[i] = FixedPoint.clamp((long) values[i] + random.nextInt(farthest) - farthest / 2);
        }
        if (plan.strategy().name().equals("choco")) {
            Compressor compressor = Compressors.byName(plan.strategy().compression());
            byte[] room = new byte[Integer.BYTES + compressor.bytesMax(length)];
            float[] change = new float[length];
            for (int i = 0; i < length; i++) {
                change[i] = FixedPoint.toFloat(values[i]);
            }
            int bytes = compressor.encode(change, 0, length, seed, room, Integer.BYTES);
            return new ExchangeMessage.BlockRequest(key.sequence(), block, step(), new Lattice(0, 0), most(),
                    Arrays.copyOf(room, Integer.BYTES + bytes));
        }
        DeltaCodec codec = DeltaCodecs.byName(plan.strategy().compression());
        Lattice lattice = codec.firstLattice(random.nextInt(1 << random.nextInt(31)));
        byte[] room = new byte[codec.valueBytesMax(lattice, length)];
        int bytes = codec.encodeValues(values, blocks.offset(block), length, lattice, seed, room, 0);
        byte[] payload = Arrays.copyOf(room, bytes);
        return plan.strategy().name().equals("age")
                ? new AgedBlock(plan.charter().fingerprint(), count(), block, count(),
                        payload)
                : new ExchangeMessage.BlockRequest(key.sequence(), block, step(), lattice, most(), payload);
    }

    /** A well-formed lie about a requested block, a little beyond the limit, far beyond, or within. */
    private Message rightReply(ExchangeMessage.BlockRequest request, ConversationKey exchange) {
        int block = request.block();
        int length = blocks.length(block);
        int[] difference = new int[length];
        int farthest = random.nextInt(2) == 0 ? 1 << random.nextInt(31) : request.most().units();
        Arrays.setAll(difference, i -> random.nextInt(2) == 0
                ? farthest
                : random.nextInt((int) Math.min(Integer.MAX_VALUE, 2L * farthest)) - farthest);
        int seed = Seeds.of(new ConversationKey(exchange.kind(), exchange.initiator(), exchange.incarnation(),
                request.sequence()), block);
        byte[] payload;
        if (plan.strategy().name().equals("choco")) {
            Compressor compressor = Compressors.byName(plan.strategy().compression());
            byte[] room = new byte[Integer.BYTES + compressor.bytesMax(length) + 1];
            float[] change = new float[length];
            for (int i = 0; i < length; i++) {
                change[i] = FixedPoint.toFloat(difference[i]);
            }
            System.arraycopy(request.payload(), 0, room, 0, Integer.BYTES);
            int bytes = compressor.encode(change, 0, length, seed ^ REPLY, room, Integer.BYTES);
            room[Integer.BYTES + bytes] = (byte) most().exponent();
            payload = Arrays.copyOf(room, Integer.BYTES + bytes + 1);
        } else {
            DeltaCodec codec = DeltaCodecs.byName(plan.strategy().compression());
            if (plan.strategy().compression().startsWith("modular")) {
                int reach = (int) Math.min(1 << 30, request.lattice().reach() / 2);
                Arrays.setAll(difference, i -> Math.max(-reach, Math.min(reach, difference[i])));
            }
            byte[] room = new byte[codec.differenceBytesMax(request.lattice(), length)];
            payload = Arrays.copyOf(room,
                    codec.encodeDifference(difference, length, request.lattice(), seed, room, 0));
        }
        return new ExchangeMessage.BlockReply(request.sequence(), block, request.step(), request.lattice(), payload);
    }
}
