package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.sun.management.ThreadMXBean;

import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.delta.Cap;
import dev.grapevine.consensus.delta.DeltaCodec;
import dev.grapevine.consensus.delta.DeltaCodecs;
import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.merge.MixingStep;
import dev.grapevine.consensus.parameters.FixedPoint;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.shares.ClassSharesNotice;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.strategy.pairwise.Seeds;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * A node with one peer that says whatever does harm: right messages with wrong contents, wrong ones, old ones again,
 * broken frames. {@code -Dgrapevine.fuzz=N} says how many frames in all.
 */
class HostilePeerTest {

    private static final int FRAMES = Integer.getInteger("grapevine.fuzz", 100_000);
    private static final int FRAMES_A_LIFE = 15;
    private static final int PARAMETERS = 20;
    private static final PeerId SELF = new PeerId("m");
    private static final PeerId LIAR = new PeerId("liar");
    static final List<String> COMPRESSIONS = ProtocolWorld.COMPRESSIONS;
    /** What a step may allocate beyond a few times its frame: effects, timers, answers to all blocks there are. */
    private static final int MEMORY_EACH = 64 << 10;
    private static final int MEMORY_PER_BYTE = 16;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FrameCodec frames = ProtocolWorld.frames();
    private final RandomStream random = new RandomStream(11);
    private final Deque<Timer> timers = new ArrayDeque<>();
    private final List<byte[]> said = new ArrayList<>();
    private final List<ExchangeMessage.BlockRequest> asked = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private long round = 1;
    private int merged;

    @ParameterizedTest
    @FieldSource("COMPRESSIONS")
    void nothingThatAPeerSaysDoesHarm(String compression) {
        RunPlan plan = ProtocolWorld.plan(3, PARAMETERS, compression, 8);
        PeerProtocol node = null;
        for (int i = 0; i < FRAMES / COMPRESSIONS.size(); i++) {
            if (i % FRAMES_A_LIFE == 0) {
                // Or it would soon listen to nothing any more.
                node = begin(plan);
            }
            byte[] frame = frame(node, plan);
            step(node, new Event.MessageArrived(LIAR, frame), frame.length);
            if (random.nextInt(20) == 0) {
                now = now.plusMillis(random.nextInt(60_000));
            }
            if (random.nextInt(10) == 0 && !timers.isEmpty()) {
                step(node, new Event.TimerFired(timers.poll()), 0);
            }
            if (random.nextInt(30) == 0) {
                finishRound(node);
            }
        }
        assertThat(merged).as("some of it was believed, or nothing was tried").isGreaterThan(FRAMES / 2000);
    }

    private PeerProtocol begin(RunPlan plan) {
        PeerProtocol node = PeerProtocol.knowing(NodeLife.of(SELF, 3), Rooms.ALL, plan, new RandomStream(5));
        now = Duration.ZERO;
        round = 1;
        timers.clear();
        asked.clear();
        step(node, new Event.Started(), 0);
        step(node, new Event.PeerJoined(LIAR, 1), 0);
        ExchangeMessage.Offer offer = new ExchangeMessage.Offer(1, plan.charter().fingerprint(), 0);
        step(node, new Event.MessageArrived(LIAR, frames.encode(new Envelope(1, 3, offer))), 0);
        return node;
    }

    private void step(PeerProtocol node, Event event, int frameBytes) {
        int[] caps = node.caps();
        int[] units = node.replica().orElseThrow().units().clone();
        long before = threads.getCurrentThreadAllocatedBytes();
        List<Effect> effects = node.step(now, event);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        boolean checkpoint = effects.stream().anyMatch(Effect.Checkpoint.class::isInstance);
        if (frameBytes > 0 && !checkpoint && allocated > MEMORY_EACH + (long) MEMORY_PER_BYTE * frameBytes) {
            // What the virtual machine links when it is first used is taken once.
            long again = threads.getCurrentThreadAllocatedBytes();
            effects.addAll(node.step(now, event));
            assertThat(threads.getCurrentThreadAllocatedBytes() - again)
                    .isLessThanOrEqualTo(MEMORY_EACH + (long) MEMORY_PER_BYTE * frameBytes);
        }
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SetTimer timer -> timers.add(timer.timer());
                case Effect.Send send -> remember(send.bytes());
                case Effect.Halt halt -> throw new AssertionError(halt.sentence());
                default -> {
                }
            }
        }
        if (!node.replica().orElseThrow().balances()) {
            throw new AssertionError("the books do not balance");
        }
        if (!(event instanceof Event.RoundFinished)) {
            assertNotMovedFarther(node.replica().orElseThrow(), units, caps);
        }
        assertThat(node.unfinishedBlocks()).isLessThanOrEqualTo(64);
    }

    private static void assertNotMovedFarther(PublishedParameters replica, int[] before, int[] caps) {
        for (int i = 0; i < before.length; i++) {
            long moved = Math.abs((long) replica.units()[i] - before[i]);
            if (moved > caps[i / replica.blocks().blockSize()]) {
                throw new AssertionError("parameter " + i + " was moved by " + moved + " units");
            }
        }
    }

    private void remember(byte[] frame) {
        try {
            Message message = frames.decode(frame).message();
            merged += message instanceof ExchangeMessage.BlockReply || message instanceof ExchangeMessage.BlockDone
                    ? 1
                    : 0;
            switch (message) {
                case ExchangeMessage.BlockRequest request -> asked.add(request);
                case ExchangeMessage.BlockRest rest -> asked.add(new ExchangeMessage.BlockRequest(rest.sequence(),
                        rest.block(), rest.step(), rest.grid(), rest.most(), rest.payload()));
                default -> {
                }
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    private void finishRound(PeerProtocol node) {
        float[] end = new float[PARAMETERS];
        node.replica().orElseThrow().copyTo(end);
        for (int i = 0; i < end.length; i++) {
            end[i] = Math.max(-1, Math.min(1, end[i])) + 0.01f * (float) random.nextGaussian();
        }
        step(node, new Event.RoundFinished(new RoundResult(round++, end, 1, 1, 0.9)), 0);
    }

    private byte[] frame(PeerProtocol node, RunPlan plan) {
        byte[] frame = switch (random.nextInt(12)) {
            case 0 -> said.isEmpty() ? new byte[1] : said.get(random.nextInt(said.size()));
            case 1 -> random(1 + random.nextInt(80));
            default -> frames.encode(new Envelope(1 + (random.nextInt(200) == 0 ? 1 : 0),
                    random.nextInt(10) == 0 ? random.nextInt(5) : 3, message(node, plan)));
        };
        if (random.nextInt(10) == 0) {
            frame = frame.clone();
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (said.size() < 50) {
            said.add(frame);
        } else {
            said.set(random.nextInt(said.size()), frame);
        }
        return frame;
    }

    /** Mostly such as an exchange consists of, with contents of any kind. */
    private Message message(PeerProtocol node, RunPlan plan) {
        long sequence = random.nextInt(4) == 0 ? random.nextInt(1000) : 1 + random.nextInt(2);
        int block = random.nextInt(20) == 0 ? random.nextInt(100) : random.nextInt(3);
        MixingStep step = new MixingStep(2 + (random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(4)));
        return switch (random.nextInt(10)) {
            case 0 -> new ExchangeMessage.Offer(sequence,
                    random.nextInt(10) == 0 ? 7 : plan.charter().fingerprint(), random.nextInt(100));
            case 1 -> new ExchangeMessage.Accept(sequence);
            case 2 -> new ExchangeMessage.BlockDone(sequence, block);
            case 3 -> switch (random.nextInt(4)) {
                case 0 -> new ExchangeMessage.BlockOutOfReach(sequence, block);
                case 1 -> new ExchangeMessage.BlockQuery(sequence, block);
                case 2 -> new ExchangeMessage.BlockReminder(sequence, block);
                default -> new ExchangeMessage.BlockUnread(sequence, block);
            };
            case 4 -> new ExchangeMessage.BlockRequest(sequence, block, step, grid(), most(), payload());
            case 5 -> new ExchangeMessage.BlockRest(sequence, block, step, grid(), most(), payload());
            case 6 -> rightRequest(node, plan, sequence, block % 3, step);
            case 7 -> new ExchangeMessage.BlockReply(sequence, block, step, grid(), payload());
            case 8 -> asked.isEmpty() ? new ExchangeMessage.BlockOutOfReach(sequence, block) : rightReply(plan);
            default -> random.nextInt(20) == 0
                    ? new ClassSharesNotice(plan.charter().fingerprint(), ProtocolWorld.SHARES.orElseThrow())
                    : random.nextInt(2) == 0
                            ? new CopyMessage.CopyRequest(block)
                            : new CopyMessage.CopyReply(block, payload());
        };
    }

    /** A lie in good form, far from the node's values or near. */
    private Message rightRequest(PeerProtocol node, RunPlan plan, long sequence, int block, MixingStep step) {
        int length = block == 2 ? 4 : 8;
        int[] values = node.replica().orElseThrow().units().clone();
        int farthest = 1 << random.nextInt(31);
        for (int i = 0; i < values.length; i++) {
            values[i] = FixedPoint.clamp((long) values[i] + random.nextInt(farthest) - farthest / 2);
        }
        if (plan.strategy().equals("choco")) {
            Compressor compressor = Compressors.byName(plan.compression());
            byte[] room = new byte[Integer.BYTES + compressor.bytesMax(length)];
            float[] change = new float[length];
            for (int i = 0; i < length; i++) {
                change[i] = FixedPoint.toFloat(values[i]);
            }
            int bytes = compressor.encode(change, 0, length, seed(sequence, block), room, Integer.BYTES);
            return new ExchangeMessage.BlockRequest(sequence, block, step, new Grid(0, 0), most(),
                    Arrays.copyOf(room, Integer.BYTES + bytes));
        }
        DeltaCodec codec = DeltaCodecs.byName(plan.compression());
        Grid grid = codec.firstGrid(random.nextInt(1 << random.nextInt(31)));
        byte[] room = new byte[codec.valueBytesMax(grid, length)];
        int bytes = codec.encodeValues(values, 8 * block, length, grid, seed(sequence, block), room, 0);
        return new ExchangeMessage.BlockRequest(sequence, block, step, grid, most(), Arrays.copyOf(room, bytes));
    }

    /** A lie in good form about a block that was asked for, a little beyond what is taken, far beyond, or neither. */
    private Message rightReply(RunPlan plan) {
        ExchangeMessage.BlockRequest request = asked.get(random.nextInt(asked.size()));
        int block = request.block();
        int length = block == 2 ? 4 : 8;
        int[] difference = new int[length];
        int farthest = random.nextInt(2) == 0 ? 1 << random.nextInt(31) : request.most().units();
        Arrays.setAll(difference, i -> random.nextInt(2) == 0 ? farthest : random.nextInt(2 * farthest) - farthest);
        int seed = Seeds.of(new ConversationKey(20, SELF, 3, request.sequence()), block);
        byte[] payload;
        if (plan.strategy().equals("choco")) {
            Compressor compressor = Compressors.byName(plan.compression());
            byte[] room = new byte[Integer.BYTES + compressor.bytesMax(length) + 1];
            float[] change = new float[length];
            for (int i = 0; i < length; i++) {
                change[i] = FixedPoint.toFloat(difference[i]);
            }
            System.arraycopy(request.payload(), 0, room, 0, Integer.BYTES);
            int bytes = compressor.encode(change, 0, length, seed ^ 0x5bd1_e995, room, Integer.BYTES);
            room[Integer.BYTES + bytes] = (byte) most().exponent();
            payload = Arrays.copyOf(room, Integer.BYTES + bytes + 1);
        } else {
            DeltaCodec codec = DeltaCodecs.byName(plan.compression());
            if (plan.compression().startsWith("modular")) {
                int reach = (int) Math.min(1 << 30, request.grid().reach() / 2);
                Arrays.setAll(difference, i -> Math.max(-reach, Math.min(reach, difference[i])));
            }
            byte[] room = new byte[codec.differenceBytesMax(request.grid(), length)];
            payload = Arrays.copyOf(room,
                    codec.encodeDifference(difference, length, request.grid(), seed, room, 0));
        }
        return new ExchangeMessage.BlockReply(request.sequence(), block, request.step(), request.grid(), payload);
    }

    private Cap most() {
        return new Cap(random.nextInt(2) == 0 ? Cap.EXPONENT_MAX : random.nextInt(Cap.EXPONENT_MAX + 1));
    }

    private static int seed(long sequence, int block) {
        return Seeds.of(new ConversationKey(20, LIAR, 1, sequence), block);
    }

    private Grid grid() {
        int exponent = random.nextInt(Grid.MAX_STEP_EXPONENT + 1);
        int divisor = 1 + 2 * random.nextInt(4);
        int bits = random.nextInt(3) == 0 ? random.nextInt(33) : 3 + random.nextInt(3);
        if (Grid.isValid(exponent, divisor, bits)) {
            return new Grid(exponent, divisor, bits);
        }
        return random.nextInt(2) == 0 ? Grid.NONE : new Grid(0, 0);
    }

    /** Of a length that some codec might have, often of small numbers. */
    private byte[] payload() {
        byte[] bytes = random(random.nextInt(40));
        if (random.nextInt(2) == 0 && bytes.length > 1) {
            bytes[0] = (byte) (random.nextInt(3) == 0 ? 255 : random.nextInt(3));
            for (int i = 1; i < Math.min(4, bytes.length); i++) {
                bytes[i] = 0;
            }
        }
        return bytes;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** The check can fail. */
    @Test
    void aNodeWhoseReplicaSomebodyElseChangesIsNoticed() {
        PeerProtocol node = PeerProtocol.knowing(NodeLife.of(SELF, 3), Rooms.ALL,
                ProtocolWorld.plan(3, PARAMETERS, "float32", 8), new RandomStream(5));
        step(node, new Event.Started(), 0);
        node.replica().orElseThrow().units()[0]++;
        assertThatThrownBy(() -> step(node, new Event.PeerJoined(LIAR, 1), 0)).hasMessageContaining("balance");
    }
}
