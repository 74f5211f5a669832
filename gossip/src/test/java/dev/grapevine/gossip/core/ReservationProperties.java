package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.parameters.QuickKnobs;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.FrameCodec;

/** Bounds are reserved before they are needed, whatever a crowd of peers sends, in any order. */
class ReservationProperties {

    private static final int WINDOW = 3;
    private static final int TABLE = 11;
    private static final int PEERS = 7;
    private static final int PARAMETERS = 24;
    private static final int BLOCK = 4;
    private static final int BLOCKS = PARAMETERS / BLOCK;
    private static final PeerId SELF = new PeerId("m");

    private final FrameCodec frames = ProtocolWorld.frames();
    private final List<Alarm> alarms = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private PeerProtocol node;
    private RunPlan plan;
    private Effect.StartRound round;
    private RandomStream random;
    private int debits;

    private record Alarm(Duration at, Timer timer) {}

    private static PeerId peer(int i) {
        return new PeerId("p" + i);
    }

    private void begin(long seed) {
        ProtocolParameters knobs = QuickKnobs.ofBlocks(BLOCK).withFanout(2).withWindowBlocks(WINDOW)
                .withOpenExchangesMax(3).withUnfinishedBlocksMax(TABLE);
        RunPlan any = ProtocolWorld.plan(1, PARAMETERS, "float32", BLOCK);
        plan = new RunPlan(any.charter(), knobs, any.strategy(), any.mergeRule(),
                any.initialParameters());
        random = new RandomStream(seed);
        node = PeerProtocol.knowing(NodeLife.of(SELF, 1), Rooms.ALL, plan, random.fork("node"));
        step(new Event.Started());
        for (int i = 0; i < PEERS; i++) {
            step(new Event.PeerJoined(peer(i), 1));
        }
    }

    private void step(Event event) {
        for (Effect effect : node.step(now, event)) {
            switch (effect) {
                case Effect.StartRound started -> round = started;
                case Effect.SetTimer timer -> alarms.add(new Alarm(now.plus(timer.delay()), timer.timer()));
                case Effect.Report report -> debits += report.fact() instanceof Fact.Debited ? 1 : 0;
                default -> {
                }
            }
        }
        check(node.unfinishedBlocks(), node.unfinishedBlocksByPeer().values().stream().max(Integer::compare).orElse(0));
    }

    private static void check(int unfinished, int withOnePeer) {
        assertThat(unfinished).as("blocks unfinished").isLessThanOrEqualTo(TABLE);
        assertThat(withOnePeer).as("with one peer").isLessThanOrEqualTo(2 * WINDOW);
    }

    /** Peers that offer and ask, rarely acknowledge, fall silent, come back, die; and answer exchanges of the node. */
    @Property(tries = 200)
    void unfinishedBlocksStayWithinTheReservation(@ForAll long seed) {
        begin(seed);
        for (int i = 0; i < 600; i++) {
            switch (random.nextInt(20)) {
                case 0, 1 -> pass(Duration.ofMillis(random.nextInt(15_000)));
                case 2, 3 -> finishRound();
                default -> say(peer(random.nextInt(PEERS)));
            }
        }
        assertThat(debits).as("some of it was answered, or nothing was tried").isPositive();
    }

    @Example
    void exceededReservationIsFound() {
        assertThatThrownBy(() -> check(TABLE + 1, 1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> check(TABLE, 2 * WINDOW + 1)).isInstanceOf(AssertionError.class);
    }

    private void say(PeerId peer) {
        long sequence = 1 + random.nextInt(6);
        int block = random.nextInt(BLOCKS);
        Message message = switch (random.nextInt(12)) {
            case 0, 1, 2 -> new ExchangeMessage.Offer(sequence, plan.charter().fingerprint(), node.rounds());
            case 3, 4 -> new ExchangeMessage.Accept(sequence);
            case 5 -> new ExchangeMessage.BlockDone(sequence, block);
            case 6 -> new ExchangeMessage.BlockReply(sequence, block, MixingStep.among(1), Lattice.NONE, values());
            default -> new ExchangeMessage.BlockRequest(sequence, block, MixingStep.among(1), Lattice.NONE, new Cap(18),
                    values());
        };
        long life = 1 + node.rounds() / 20;
        step(new Event.MessageArrived(peer, frames.encode(new Envelope(life, 1, message))));
    }

    private byte[] values() {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < BLOCK; i++) {
            bytes.putFloat((float) random.nextGaussian());
        }
        return bytes.array();
    }

    private void finishRound() {
        if (round != null) {
            Effect.StartRound done = round;
            round = null;
            step(new Event.RoundFinished(new RoundResult(done.round(), done.start(), done.steps(), 1, 0.9)));
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        while (true) {
            Alarm due = alarms.stream().filter(alarm -> alarm.at.compareTo(now) <= 0)
                    .min(Comparator.comparing(Alarm::at)).orElse(null);
            if (due == null) {
                return;
            }
            alarms.remove(due);
            step(new Event.TimerFired(due.timer));
        }
    }
}
