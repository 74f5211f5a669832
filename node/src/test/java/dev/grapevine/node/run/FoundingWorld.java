package dev.grapevine.node.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * Nodes with nothing but data, and the messages between them, which a seed loses, duplicates, delays and reorders. It
 * records which sums arrive where.
 */
final class FoundingWorld {

    private static final ProtocolParameters PARAMETERS = ProtocolParameters.DEFAULT;
    private static final Duration LONGEST_DELAY = Duration.ofMillis(1500);
    private static final Duration DETECTION = Duration.ofSeconds(12);
    private static final int MAX_HAPPENINGS = 100_000;

    /** Faults of the network. */
    record Trouble(double loss, double duplication, boolean founderDies) {

        static final Trouble NONE = new Trouble(0, 0, false);
    }

    /** Node that looks for a run, founds one, or has joined one. */
    static final class Node {
        final PeerId id;
        final SharedSums data;
        final PeerProtocol protocol;
        boolean up = true;
        /** Sums received from peers while it looked, in the order of arrival, the first from each. */
        final List<PeerSums> arrived = new ArrayList<>();
        Optional<SharedSums.Founded> founded = Optional.empty();
        RunSetup setup;

        Node(PeerId id, SharedSums data, long seed) {
            this.id = id;
            this.data = data;
            this.protocol = PeerProtocol.looking(NodeLife.of(id, 1), Rooms.ALL, PARAMETERS, new TreeMap<>(),
                    new RandomStream(seed).fork("node " + id));
        }
    }

    private record Happening(Duration at, long number, Node node, Event event) {}

    final List<Node> nodes = new ArrayList<>();
    private final Trouble trouble;
    private final RunOptions options;
    private final UnaryOperator<List<PeerSums>> mutation;
    private final RandomStream random;
    private final List<Happening> queue = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private long happenings;

    /** @param mutation changes the sums between the protocol and the founding; identity for a correct world */
    FoundingWorld(long seed, SortedMap<PeerId, SharedSums> data, RunOptions options, Trouble trouble,
            UnaryOperator<List<PeerSums>> mutation) {
        this.random = new RandomStream(seed);
        this.options = options;
        this.trouble = trouble;
        this.mutation = mutation;
        data.forEach((id, sums) -> nodes.add(new Node(id, sums, seed)));
        for (Node node : nodes) {
            Duration start = delay();
            add(start, node, new Event.Started());
            nodes.stream().filter(peer -> peer != node)
                    .forEach(peer -> add(start.plus(delay()).plus(LONGEST_DELAY), node,
                            new Event.PeerJoined(peer.id, 1)));
        }
    }

    static FrameCodec frames() {
        return Rooms.ALL.frames(PARAMETERS.frameBytesMax());
    }

    List<Node> founders() {
        return nodes.stream().filter(node -> node.founded.isPresent()).toList();
    }

    /** Runs until all live nodes take part. */
    void run() {
        while (nodes.stream().anyMatch(node -> node.up && node.protocol.phase() != Phase.RUNNING)) {
            Happening next = queue.stream().min(Comparator.comparing(Happening::at).thenComparing(Happening::number))
                    .orElseThrow();
            queue.remove(next);
            if (happenings > MAX_HAPPENINGS) {
                throw new AssertionError("Nobody gets anywhere");
            }
            now = next.at();
            if (next.node().up) {
                happen(next.node(), next.event());
            }
        }
    }

    private void happen(Node node, Event event) {
        if (event instanceof Event.MessageArrived arrival && node.protocol.phase() == Phase.ENROLLING
                && message(arrival.bytes()) instanceof JoiningMessage.SumsReply reply
                && node.arrived.stream().noneMatch(told -> told.peer().equals(arrival.from()))) {
            node.arrived.add(new PeerSums(arrival.from(), reply.sums()));
        }
        for (Effect effect : node.protocol.step(now, event)) {
            if (node.up) {
                perform(node, effect);
            }
        }
    }

    private void perform(Node node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> transmit(node, send);
            case Effect.SetTimer timer -> add(now.plus(timer.delay()), node, new Event.TimerFired(timer.timer()));
            case Effect.ProvideSums _ -> add(now.plus(delay()), node, new Event.SumsReady(node.data.toBytes()));
            case Effect.FoundCharter found -> {
                SharedSums.Founded founded = node.data.found(mutation.apply(found.others()));
                node.founded = Optional.of(founded);
                adopt(node, founded.setup());
            }
            case Effect.AdoptCharter adopt -> adopt(node, RunSetup.adopt(adopt.charter(), options));
            case Effect.Halt halt -> throw new AssertionError(halt.sentence());
            default -> {
            }
        }
    }

    private void adopt(Node node, RunSetup setup) {
        node.setup = setup;
        add(now.plus(delay()), node, new Event.CharterAdopted(
                setup.plan(setup.initialParameters(setup.network()), PARAMETERS.checkpointInterval())));
    }

    private void transmit(Node from, Effect.Send send) {
        if (trouble.founderDies() && from == nodes.getFirst()
                && message(send.bytes()) instanceof JoiningMessage.SumsRequest) {
            from.up = false;
            nodes.stream().filter(node -> node.up)
                    .forEach(node -> add(now.plus(DETECTION).plus(delay()), node, new Event.PeerSuspected(from.id)));
            return;
        }
        Node to = nodes.stream().filter(node -> node.id.equals(send.to())).findFirst().orElseThrow();
        for (int copies = random.nextBoolean(trouble.duplication()) ? 2 : 1; copies > 0; copies--) {
            if (!random.nextBoolean(trouble.loss())) {
                add(now.plus(delay()), to, new Event.MessageArrived(from.id, send.bytes()));
            }
        }
    }

    private Duration delay() {
        return Duration.ofNanos((long) (random.nextDouble() * LONGEST_DELAY.toNanos()));
    }

    private void add(Duration at, Node node, Event event) {
        happenings++;
        queue.add(new Happening(at, happenings, node, event));
    }

    private static Message message(byte[] frame) {
        try {
            return frames().decode(frame).message();
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
