package dev.grapevine.sim.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.journal.SegmentWriter;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.sim.time.EventQueue;

/** Two protocols that gossip in virtual time, and the journal of the first of them. */
final class JournalMaker {

    static final PeerId FIRST = new PeerId("first");
    static final PeerId SECOND = new PeerId("second");
    private static final int PARAMETERS = 600;
    private static final long TRAVEL_NANOS = 1_000_000;
    private static final long ROUND_NANOS = 50_000_000;

    /** What happens to one of the two. */
    private record SimulationEvent(PeerId node, Event event) {}

    private final EventQueue<SimulationEvent> queue = new EventQueue<>();
    private final Map<PeerId, PeerProtocol> protocols = new TreeMap<>();
    private final RandomStream random;
    private final RunPlan plan;
    private final List<ByteArrayOutputStream> segments = new ArrayList<>();
    private final Map<Integer, UnaryOperator<Event>> alterations = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private SegmentWriter writer;
    private SegmentHeader header;

    JournalMaker(long seed) {
        this.random = new RandomStream(seed);
        ProtocolParameters knobs = ProtocolParameters.DEFAULT.withBlockSize(64).withLocalSteps(1).withServeDecay(0.5f)
                .withWindowBlocks(2).withUnfinishedBlocksMax(64).withCheckpointInterval(Duration.ofMillis(300));
        float[] initial = RandomFloats.normal(PARAMETERS, random);
        this.plan = new RunPlan(new Charter(List.of(new Charter.Term("seed", "1", true))), knobs,
                Rooms.ALL.strategy("pairwise", "modular:3"), new Average(), initial);
        for (PeerId peer : List.of(FIRST, SECOND)) {
            RandomStream own = random.fork("node " + peer);
            SegmentHeader begun = new SegmentHeader(GrapevineVersion.text(), NodeLife.of(peer, 1), own.seed(), 0, 0,
                    new Origin.KnowsRun(plan));
            protocols.put(peer, PeerProtocol.knowing(NodeLife.of(peer, 1), Rooms.ALL, plan, own));
            if (peer.equals(FIRST)) {
                begin(begun);
            }
            queue.add(0, new SimulationEvent(peer, new Event.Started()));
        }
        queue.add(1000, new SimulationEvent(FIRST, new Event.PeerJoined(SECOND, 1)));
        queue.add(1000, new SimulationEvent(SECOND, new Event.PeerJoined(FIRST, 1)));
    }

    /** In the journal an event is another than it was. */
    JournalMaker altering(int number, UnaryOperator<Event> change) {
        alterations.put(number, change);
        return this;
    }

    /** Goes on until the first node has had so many events in all. */
    JournalMaker run(int count) {
        while (events.size() < count) {
            SimulationEvent next = queue.next().orElseThrow();
            Duration now = Duration.ofNanos(queue.now());
            PeerProtocol protocol = protocols.get(next.node());
            if (next.node().equals(FIRST)) {
                events.add(next.event());
                write(writer.event(now, alterations.getOrDefault(events.size(), UnaryOperator.identity())
                        .apply(next.event())));
            }
            List<Effect> effects = protocol.step(now, next.event());
            if (next.node().equals(FIRST)) {
                write(writer.stepHash(effects, protocol));
            }
            effects.forEach(effect -> perform(next.node(), effect));
        }
        return this;
    }

    private void perform(PeerId node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> queue.add(queue.now() + TRAVEL_NANOS,
                    new SimulationEvent(send.to(), new Event.MessageArrived(node, send.bytes())));
            case Effect.SetTimer timer -> queue.add(queue.now() + timer.delay().toNanos(),
                    new SimulationEvent(node, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> {
                float[] end = round.start().clone();
                for (int i = 0; i < end.length; i++) {
                    end[i] += (float) (0.01 * random.nextGaussian());
                }
                queue.add(queue.now() + ROUND_NANOS, new SimulationEvent(node,
                        new Event.RoundFinished(new RoundResult(round.round(), end, round.steps(), 1, 0.5))));
            }
            default -> {
            }
        }
    }

    /** The next segment begins. */
    JournalMaker cut() {
        return cut(first().save());
    }

    JournalMaker cut(byte[] cut) {
        begin(header.next(events.size() - header.eventsBefore(),
                new Origin.FromSnapshot(plan, cut)));
        return this;
    }

    /** The last event of the journal, which the node did not survive. */
    JournalMaker dyingOf(Event event) {
        events.add(event);
        write(writer.event(Duration.ofNanos(queue.now()), event));
        return this;
    }

    private void begin(SegmentHeader next) {
        header = next;
        writer = new SegmentWriter();
        segments.add(new ByteArrayOutputStream());
        write(writer.header(next));
    }

    private void write(byte[] bytes) {
        segments.getLast().writeBytes(bytes);
    }

    /** The first node as it is now. */
    PeerProtocol first() {
        return protocols.get(FIRST);
    }

    /** The events of the first node. */
    List<Event> events() {
        return events;
    }

    byte[] lastSegment() {
        return segments.getLast().toByteArray();
    }

    /** Writes the last two segments as a node does. */
    Path write(Path file) {
        try {
            if (segments.size() > 1) {
                Files.write(file.resolveSibling(file.getFileName() + SegmentHeader.BEFORE_SUFFIX),
                        segments.get(segments.size() - 2).toByteArray());
            }
            return Files.write(file, lastSegment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
