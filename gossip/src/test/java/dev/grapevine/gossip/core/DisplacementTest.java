package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.age.AgedBlock;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.strategy.pairwise.Seeds;

/** One peer that always pulls in the same direction, as far as it can, as an initiator and as a responder. */
class DisplacementTest extends OneNode {

    static final List<String> COMPRESSIONS = List.of("modular:4", "modular:2", "float32", "bf16", "int8", "int4",
            "randomk:0.5", "topk:0.5");
    private static final int LEAST = 1 << 18;
    private static final int BLOCKS = 3;
    private static final int ROUNDS = 8;
    private static final int EXCHANGES = 5;

    private RunPlan plan;
    private DeltaCodec codec;
    private PeerProtocol node;
    private float[] start;

    private void begin(String compression) {
        begin(ProtocolWorld.plan(1, 20, compression, 8), compression);
    }

    private void begin(RunPlan newPlan, String compression) {
        plan = newPlan;
        codec = DeltaCodecs.byName(compression);
        node = PeerProtocol.knowing(NodeLife.of(SELF, 3), Rooms.ALL, plan, new RandomStream(5));
        start = effect(step(node, new Event.Started()), Effect.StartRound.class).orElseThrow().start().clone();
        step(node, new Event.PeerJoined(PEER, 1));
    }

    /** A round that began before the exchanges in it, and moves each parameter by this much. */
    private void train(int round, float change) {
        for (int i = 0; i < start.length; i++) {
            start[i] += change;
        }
        start = effect(step(node, new Event.RoundFinished(new RoundResult(round, start, 1, 1, 0.5))),
                Effect.StartRound.class).orElseThrow().start().clone();
    }

    private int length(int block) {
        return block == 2 ? 4 : 8;
    }

    /** The step may move each parameter of a block by its earlier cap; returns its effects. */
    private List<Effect> hearWithinCaps(Message message) {
        int[] caps = node.caps();
        int[] before = units().clone();
        List<Effect> effects = hear(node, message);
        for (int i = 0; i < before.length; i++) {
            assertThat(Math.abs((long) units()[i] - before[i])).isLessThanOrEqualTo(caps[i / 8]);
        }
        return effects;
    }

    private int[] units() {
        return node.replica().orElseThrow().units();
    }

    @ParameterizedTest
    @FieldSource("COMPRESSIONS")
    void lyingInitiatorAtMostDoublesTheCapInARound(String compression) {
        begin(compression);
        long sequence = 0;
        int cap = LEAST;
        int[] first = units().clone();
        long allowed = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            for (int exchange = 0; exchange < EXCHANGES; exchange++) {
                hear(node, new ExchangeMessage.Offer(++sequence, plan.charter().fingerprint(), round));
                for (int block = 0; block < BLOCKS; block++) {
                    hearWithinCaps(farRequest(sequence, block));
                    hear(node, new ExchangeMessage.BlockDone(sequence, block));
                }
                allowed += cap;
                assertThat(node.caps()).as("within round %s", round).containsOnly(cap);
            }
            train(round, 0);
            cap *= 2;
        }
        assertThat(displacement(first)).as("it is believed, or nothing was tried").isGreaterThan(cap / 2)
                .isLessThanOrEqualTo(allowed);
    }

    private long displacement(int[] first) {
        long most = 0;
        for (int i = 0; i < first.length; i++) {
            most = Math.max(most, Math.abs((long) units()[i] - first[i]));
        }
        return most;
    }

    /** Values that are all at the upper end of the range. */
    private ExchangeMessage.BlockRequest farRequest(long sequence, int block) {
        int[] values = new int[20];
        Arrays.fill(values, 1 << 30);
        return request(sequence, block, values);
    }

    private ExchangeMessage.BlockRequest request(long sequence, int block, int[] values) {
        byte[] room = new byte[codec.valueBytesMax(Lattice.NONE, length(block))];
        int bytes = codec.encodeValues(values, 8 * block, length(block), Lattice.NONE,
                Seeds.of(new ConversationKey(20, PEER, 1, sequence), block), room, 0);
        return new ExchangeMessage.BlockRequest(sequence, block, MixingStep.HALF, Lattice.NONE,
                new Cap(Cap.EXPONENT_MAX),
                Arrays.copyOf(room, bytes));
    }

    @ParameterizedTest
    @FieldSource("COMPRESSIONS")
    void lyingResponderAtMostDoublesTheCapInARound(String compression) {
        begin(compression);
        int cap = LEAST;
        int[] first = units().clone();
        long allowed = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            train(round, 0);
            Deque<ExchangeMessage.BlockRequest> asked = requests(hear(node, new ExchangeMessage.Accept(round)));
            for (int answered = 0; answered < BLOCKS; answered++) {
                ExchangeMessage.BlockRequest request = widest(asked.remove());
                assertThat(request.most().units()).isEqualTo(cap);
                List<Effect> effects = hearWithinCaps(reply(request, -request.most().units()));
                assertThat(fact(effects, Fact.Credited.class)).isPresent();
                asked.addAll(requests(effects));
            }
            allowed += cap;
            cap *= 2;
        }
        assertThat(displacement(first)).as("it is believed, or nothing was tried").isGreaterThan(cap / 8)
                .isLessThanOrEqualTo(allowed);
    }

    @ParameterizedTest
    @FieldSource("COMPRESSIONS")
    void replyBeyondTheCapOfItsRequestIsAFaultAndMovesNothing(String compression) {
        begin(compression);
        train(1, 0);
        ExchangeMessage.BlockRequest request = widest(
                requests(hear(node, new ExchangeMessage.Accept(1))).getFirst());
        int[] before = units().clone();
        int unfinished = node.unfinishedBlocks();
        List<Effect> effects = hearWithinCaps(reply(request, 2 * request.most().units()));
        assertThat(fact(effects, Fact.PeerFaulted.class)).isPresent();
        assertThat(units()).isEqualTo(before);
        assertThat(node.unfinishedBlocks()).as("the block still waits for an honest reply").isEqualTo(unfinished);
        assertThat(fact(hear(node, reply(request, request.most().units())), Fact.Credited.class)).isPresent();
    }

    /**
     * Without answers: a push moves a replica no farther than the cap, and the age stays where values have not arrived.
     */
    @ParameterizedTest
    @ValueSource(strings = {"float32", "bf16", "int8", "randomk:0.5"})
    void pushesAtMostDoubleTheCapInARound(String compression) {
        RunPlan pairwise = ProtocolWorld.plan(1, 20, compression, 8);
        begin(new RunPlan(pairwise.charter(), pairwise.parameters(), Rooms.ALL.strategy("age", compression),
                new Average(),
                pairwise.initialParameters()), compression);
        long push = 0;
        int cap = LEAST;
        for (int round = 1; round <= ROUNDS; round++) {
            for (int exchange = 0; exchange < EXCHANGES; exchange++) {
                push++;
                for (int block = 0; block < BLOCKS; block++) {
                    int[] before = units().clone();
                    hearWithinCaps(farPush(push, block));
                    assertThat(units()).as("it is believed, or nothing was tried").isNotEqualTo(before);
                }
                assertThat(node.caps()).as("within round %s", round).containsOnly(cap);
            }
            train(round, 0);
            cap *= 2;
        }
    }

    private AgedBlock farPush(long push, int block) {
        int[] values = new int[20];
        Arrays.fill(values, 1 << 30);
        byte[] room = new byte[codec.valueBytesMax(Lattice.NONE, length(block))];
        int bytes = codec.encodeValues(values, 8 * block, length(block), Lattice.NONE, Long.hashCode(push * 31 + block),
                room, 0);
        return new AgedBlock(plan.charter().fingerprint(), push, block, 1L << 40, Arrays.copyOf(room, bytes));
    }

    /** The cap in a request holds for its reply, though the node's cap may have fallen meanwhile. */
    @Test
    void lateReplyIsCheckedAgainstTheCapOfItsRequest() {
        begin("float32");
        train(1, 1);
        ExchangeMessage.BlockRequest request = requests(hear(node, new ExchangeMessage.Accept(1))).getFirst();
        for (int sequence = 1; sequence <= 40; sequence++) {
            hear(node, new ExchangeMessage.Offer(sequence, plan.charter().fingerprint(), 1));
            hear(node, sameValues(sequence, request.block()));
            hear(node, new ExchangeMessage.BlockDone(sequence, request.block()));
        }
        train(2, 0);
        assertThat(firstRequest(hear(node, new ExchangeMessage.BlockUnread(1, request.block()))).most())
                .as("also when it is said again").isEqualTo(request.most());
        assertThat(fact(hearWithinCaps(reply(request, request.most().units())), Fact.Credited.class)).isPresent();
        assertThat(node.caps()[request.block()]).isLessThan(request.most().units());
    }

    private ExchangeMessage.BlockRequest sameValues(long sequence, int block) {
        return request(sequence, block, units());
    }

    private Deque<ExchangeMessage.BlockRequest> requests(List<Effect> effects) {
        Deque<ExchangeMessage.BlockRequest> requests = new ArrayDeque<>();
        for (Message message : sent(effects)) {
            if (message instanceof ExchangeMessage.BlockRequest request) {
                requests.add(request);
            }
        }
        return requests;
    }

    /** The request on the widest lattice that its sender can be made to choose. */
    private ExchangeMessage.BlockRequest widest(ExchangeMessage.BlockRequest first) {
        ExchangeMessage.BlockRequest request = first;
        while (request.lattice().bits() < Lattice.MAX_BITS) {
            hear(node, new ExchangeMessage.BlockOutOfReach(request.sequence(), request.block()));
            request = firstRequest(hear(node, new ExchangeMessage.BlockUnread(request.sequence(), request.block())));
        }
        return request;
    }

    /** All differences are the same, as the codec can write them. */
    private ExchangeMessage.BlockReply reply(ExchangeMessage.BlockRequest request, int difference) {
        int length = length(request.block());
        int magnitude = codec.within(request.lattice(),
                new Cap(31 - Integer.numberOfLeadingZeros(Math.abs(difference))));
        int[] differences = new int[length];
        // If only some values travel, a reply has no more of them than a request.
        int count = codec.name().startsWith("topk") ? length / 2 : length;
        Arrays.fill(differences, 0, count, difference < 0 ? -magnitude : magnitude);
        byte[] room = new byte[codec.differenceBytesMax(request.lattice(), length)];
        int bytes = codec.encodeDifference(differences, length, request.lattice(),
                Seeds.of(new ConversationKey(20, SELF, 3, request.sequence()), request.block()), room, 0);
        return new ExchangeMessage.BlockReply(request.sequence(), request.block(), MixingStep.HALF, request.lattice(),
                Arrays.copyOf(room, bytes));
    }
}
