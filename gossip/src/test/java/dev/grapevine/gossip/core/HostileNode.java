package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

import com.sun.management.ThreadMXBean;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * A node that receives lies, with a driver that answers its wishes, and the conditions that hold after each of its
 * steps.
 */
final class HostileNode {

    static final PeerId SELF = new PeerId("m");
    static final long LIFE = 3;
    static final List<PeerId> HONEST = List.of(new PeerId("o1"), new PeerId("o2"), new PeerId("o3"));
    /** The most that a step may allocate beyond a few times its frame: effects, timers, answers to all blocks. */
    private static final int MEMORY_EACH = 64 << 10;
    private static final int MEMORY_PER_BYTE = 16;
    /** Growth of a snapshot since the start, for each peer that has sent something. */
    private static final int SNAPSHOT_EACH = 400;
    private static final int SNAPSHOT_MORE = 2 << 10;
    /** The most reports to the user about one peer in a minute. */
    private static final int TOLD_A_MINUTE = 10;
    /** The most letters of a report. */
    private static final int SENTENCE = 600;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int CHECKED_EVERY = 10;

    private record Alarm(Duration at, Event event) {}

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FrameCodec frames = ProtocolWorld.frames();
    private final RandomStream random;
    private final RunPlan plan;
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::at));
    private final List<ExchangeMessage.BlockRequest> asked = new ArrayList<>();
    private final Map<PeerId, Integer> told = new TreeMap<>();
    private final int snapshotBytes;
    private PeerProtocol node;
    private Duration now = Duration.ZERO;
    private Duration minute = Duration.ZERO;
    private Effect.StartRound round;
    private PeerId source;
    private Event answer;
    private int steps;
    private int merged;

    HostileNode(HostileSituation situation, RunPlan plan, RandomStream random) {
        this.random = random;
        this.plan = plan;
        this.node = situation.begin(NodeLife.of(SELF, LIFE), plan);
        perform(new Event.Started());
        HONEST.forEach(peer -> perform(new Event.PeerJoined(peer, 1)));
        situation.approach(this);
        assertThat(node.phase()).isEqualTo(situation.phase());
        snapshotBytes = PeerProtocol.knowing(NodeLife.of(SELF, LIFE), Rooms.ALL, plan, new RandomStream(5))
                .save().length;
    }

    PeerProtocol protocol() {
        return node;
    }

    RunPlan plan() {
        return plan;
    }

    /** Blocks that messages of any peer have moved. */
    int merged() {
        return merged;
    }

    /** Requests that it has sent to peers. */
    List<ExchangeMessage.BlockRequest> asked() {
        return asked;
    }

    /** The key of its exchanges, except for their sequence. */
    ConversationKey exchange() {
        return new ConversationKey(20, SELF, LIFE, 0);
    }

    boolean isOver() {
        return node.phase() == Phase.STOPPED;
    }

    /** A peer in its first life sends a well-formed message. */
    void hear(PeerId from, Message message) {
        arrive(from, frames.encode(new Envelope(1, LIFE, message)));
    }

    void arrive(PeerId from, byte[] frame) {
        List<Effect> effects = step(new Event.MessageArrived(from, frame), frame.length);
        int most = 4 + 2 * plan.parameters().windowBlocks() * plan.parameters().openExchangesMax();
        assertThat(effects.stream().filter(Effect.Send.class::isInstance).count())
                .as("frames in answer to one").isLessThanOrEqualTo(most);
    }

    void perform(Event event) {
        step(event, 0);
    }

    /** Time goes on. */
    void advance(Duration time) {
        Duration end = now.plus(time);
        while (!alarms.isEmpty() && alarms.peek().at.compareTo(end) <= 0) {
            Alarm next = alarms.poll();
            at(next.at);
            perform(next.event);
        }
        at(end);
    }

    private void at(Duration later) {
        now = later;
        if (now.minus(minute).compareTo(MINUTE) > 0) {
            minute = now;
            told.clear();
        }
    }

    /** The driver answers its requests, if there are any. */
    void work() {
        if (answer != null) {
            Event done = answer;
            answer = null;
            perform(done);
        }
        if (round != null) {
            float[] end = new float[round.start().length];
            node.replica().orElseThrow().copyTo(end);
            for (int i = 0; i < end.length; i++) {
                end[i] = Math.max(-1, Math.min(1, end[i])) + 0.01f * (float) random.nextGaussian();
            }
            RoundResult result = new RoundResult(round.round(), end, 1, 1, 0.9);
            round = null;
            perform(new Event.RoundFinished(result));
        }
    }

    private List<Effect> step(Event event, int frameBytes) {
        int[] caps = node.caps();
        int[] units = node.replica().map(replica -> replica.units().clone()).orElse(new int[0]);
        boolean copies = node.phase() == Phase.COPYING;
        long before = threads.getCurrentThreadAllocatedBytes();
        List<Effect> effects = new ArrayList<>(node.step(now, event));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        boolean checkpoint = effects.stream().anyMatch(Effect.Checkpoint.class::isInstance);
        if (frameBytes > 0 && !checkpoint && allocated > MEMORY_EACH + (long) MEMORY_PER_BYTE * frameBytes) {
            // A second call: memory for linking at first use is taken once.
            long again = threads.getCurrentThreadAllocatedBytes();
            effects.addAll(node.step(now, event));
            assertThat(threads.getCurrentThreadAllocatedBytes() - again)
                    .isLessThanOrEqualTo(MEMORY_EACH + (long) MEMORY_PER_BYTE * frameBytes);
        }
        effects.forEach(this::performed);
        node.replica().ifPresent(replica -> {
            if (!replica.balances()) {
                throw new AssertionError("the books do not balance");
            }
            if (caps.length > 0 && !copies && !(event instanceof Event.RoundFinished)) {
                assertNotMovedFarther(replica, units, caps);
            }
        });
        assertThat(node.unfinishedBlocks()).isLessThanOrEqualTo(plan.parameters().unfinishedBlocksMax());
        if (++steps % CHECKED_EVERY == 0) {
            checkSnapshot();
        }
        return effects;
    }

    private void checkSnapshot() {
        byte[] snapshot = node.save();
        assertThat(snapshot.length).as("bytes of a snapshot in %s", node.phase()).isLessThanOrEqualTo(
                snapshotBytes + SNAPSHOT_MORE + (SNAPSHOT_EACH + charterBytes()) * HostilePeerTest.IDENTITIES);
        if (node.charter().isPresent() && node.phase() != Phase.PREPARING) {
            PeerProtocol again = PeerProtocol.restore(NodeLife.of(SELF, LIFE), Rooms.ALL, plan, snapshot,
                    new RandomStream(5));
            assertThat(again.save()).as("what is kept can be read").isEqualTo(snapshot);
            node = again;
        }
    }

    /** Before there is a run, the charter of each peer that has one is kept, with texts of any length. */
    private int charterBytes() {
        return node.replica().isEmpty() ? (plan.charter().terms().size() + 2) * Lies.LONGEST : 0;
    }

    private static void assertNotMovedFarther(PublishedParameters replica, int[] before, int[] caps) {
        for (int i = 0; i < before.length; i++) {
            long moved = Math.abs((long) replica.units()[i] - before[i]);
            if (moved > caps[i / replica.blocks().blockSize()]) {
                throw new AssertionError("parameter " + i + " was moved by " + moved + " units");
            }
        }
    }

    private void performed(Effect effect) {
        switch (effect) {
            case Effect.SetTimer timer ->
                alarms.add(new Alarm(now.plus(timer.delay()), new Event.TimerFired(timer.timer())));
            case Effect.Send send -> remember(send.to(), send.bytes());
            case Effect.Halt halt -> throw new AssertionError("it stops: " + halt.sentence());
            case Effect.StartRound start -> round = start;
            case Effect.AdoptCharter _,Effect.FoundCharter _ -> answer = new Event.CharterAdopted(plan);
            case Effect.ProvideSums _ -> answer = new Event.SumsReady(new byte[]{1, 2});
            case Effect.Report report -> reported(report.fact());
            default -> {
            }
        }
    }

    private void reported(Fact fact) {
        switch (fact) {
            case Fact.PeerFaulted faulted -> tell(faulted.peer(), faulted.what());
            case Fact.PeerRefused refused -> tell(refused.peer(), refused.sentence());
            case Fact.ExchangeAbandoned abandoned -> tell(abandoned.peer(), abandoned.reason());
            case Fact.GivenUp givenUp -> tell(SELF, givenUp.sentence());
            case Fact.TableFull full -> tell(SELF, full.toString());
            case Fact.Mixed _ -> merged++;
            default -> {
            }
        }
    }

    private void tell(PeerId about, String sentence) {
        assertThat(sentence.length()).as("what is printed").isLessThanOrEqualTo(SENTENCE);
        assertThat(sentence.chars().noneMatch(letter -> Character.isISOControl(letter)
                || Character.getType(letter) == Character.FORMAT)).as("what is printed: " + sentence).isTrue();
        assertThat(told.merge(about, 1, Integer::sum)).as("facts about " + about + ", the latest " + sentence)
                .isLessThanOrEqualTo(TOLD_A_MINUTE);
    }

    /** The peer that it has last asked for a copy. */
    PeerId source() {
        return source;
    }

    private void remember(PeerId to, byte[] frame) {
        try {
            Message message = frames.decode(frame).message();
            merged += message instanceof ExchangeMessage.BlockReply || message instanceof ExchangeMessage.BlockDone
                    ? 1
                    : 0;
            switch (message) {
                case CopyMessage.CopyRequest _ -> source = to;
                case ExchangeMessage.BlockRequest request -> asked.add(request);
                case ExchangeMessage.BlockRest rest -> asked.add(new ExchangeMessage.BlockRequest(rest.sequence(),
                        rest.block(), rest.step(), rest.lattice(), rest.most(), rest.payload()));
                default -> {
                }
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
