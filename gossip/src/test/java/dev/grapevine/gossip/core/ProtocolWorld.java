package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters.Change;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.parameters.QuickKnobs;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * Some protocols and the messages between them, delivered in any order that a seed chooses: lost, duplicated, late. It
 * keeps the books for the protocol's laws, one entry for each parameter.
 */
final class ProtocolWorld {

    /** One message on its way. */
    record InFlight(PeerId from, PeerId to, byte[] frame) {}

    /** One timer that was set. */
    record Pending(PeerId node, long incarnation, Duration at, Event event) {}

    /** A change of some parameters. */
    private record Moved(int from, int[] increments) {

        void addTo(long[] sums, int sign) {
            for (int i = 0; i < increments.length; i++) {
                sums[from + i] += (long) sign * increments[i];
            }
        }
    }

    /** Sees every step. */
    @FunctionalInterface
    interface Watcher {
        void stepped(Node node, Duration now, Event event, List<Effect> effects);
    }

    static final class Node {
        final PeerId id;
        long life = 1;
        PeerProtocol protocol;
        byte[] cut;
        Effect.StartRound round;
        /** Whether it has left: its earlier messages may still be under way. */
        boolean gone;
        final List<Fact> facts = new ArrayList<>();
        /** The changes by transfers in this step, in order. */
        private final List<Moved> transfers = new ArrayList<>();

        Node(PeerId id) {
            this.id = id;
        }
    }

    /** Flows and overlays, for laws that hold in all of them. */
    static final List<FlowParameters> FLOWS = List.of(FlowParameters.DEFAULT,
            FlowParameters.DEFAULT.withOverlay(Overlays.byName("complementary")),
            FlowParameters.DEFAULT.withOverlay(Overlays.byName("ring")).withStaleness(new Staleness(1)),
            FlowParameters.DEFAULT.withOverlay(Overlays.byName("base:2")).withBytesPerSecondMax(2000),
            FlowParameters.DEFAULT.withOverlay(Overlays.byName("exponential")).withBytesPerSecondMax(300)
                    .withStaleness(new Staleness(2)),
            FlowParameters.DEFAULT.withTokens(Optional.of(new TokenAccount.Strategy(2, 4))),
            FlowParameters.DEFAULT.withOverlay(Overlays.byName("regular:3")).withBytesPerSecondMax(60)
                    .withTokens(Optional.of(TokenAccount.Strategy.DEFAULT)).withStaleness(new Staleness(3)));

    /** The class shares of nodes, for overlays that choose by them. */
    static final Optional<ClassShares> SHARES = ClassShares.ofRows(new long[]{3, 1});

    private static final int UNFINISHED_MAX = 64;

    /** The time that training takes, so that time goes on without messages. */
    private static final Duration ROUND = Duration.ofMillis(50);

    final RandomStream random;
    final RunPlan plan;
    final Blocks blocks;
    final List<Node> nodes = new ArrayList<>();
    final List<InFlight> inFlight = new ArrayList<>();
    final List<Pending> pending = new ArrayList<>();
    /** The changes of the sum by training, crashes and orphans, by parameter. */
    final long[] booked;
    /** Debits without their credit. */
    private final Map<TransferId, Moved> open = new LinkedHashMap<>();
    private final Set<TransferId> debited = new HashSet<>();
    private final Set<TransferId> credited = new HashSet<>();
    Watcher watcher;
    double loss;
    double duplication;
    /** Standard deviation of a round's changes. */
    double learning = 0.01;
    boolean training = true;
    int[] groups;
    Duration now = Duration.ZERO;

    /** Ways to compress, with {@code choco/} before those that need links. */
    static final List<String> COMPRESSIONS = Stream.concat(DeltaCodecs.names().stream(),
            Stream.of("choco/topk:0.1", "choco/sign", "choco/qsgd:4", "choco/randomk:0.2")).toList();

    ProtocolWorld(long seed, int count, int parameters, String codec) {
        this(seed, count, plan(seed, parameters, codec, 8));
    }

    ProtocolWorld(long seed, int count, RunPlan plan) {
        this.random = new RandomStream(seed);
        this.plan = plan;
        this.blocks = new Blocks(plan.initialParameters().length, plan.parameters().blockSize());
        this.booked = new long[plan.initialParameters().length];
        for (int i = 0; i < count; i++) {
            Node node = new Node(new PeerId("n" + i));
            nodes.add(node);
            node.protocol = PeerProtocol.knowing(NodeLife.of(node.id, node.life), Rooms.ALL, plan, randomness(node));
            watch(node);
            int[] units = node.protocol.replica().orElseThrow().units();
            for (int k = 0; k < booked.length; k++) {
                booked[k] += units[k];
            }
        }
        for (Node node : nodes) {
            step(node, new Event.Started());
            for (Node peer : nodes) {
                if (peer != node) {
                    step(node, new Event.PeerJoined(peer.id, peer.life));
                }
            }
        }
    }

    static RunPlan plan(long seed, int parameters, String compression, int blockSize) {
        return plan(seed, parameters, compression, blockSize, FlowParameters.DEFAULT);
    }

    static RunPlan plan(long seed, int parameters, String compression, int blockSize, FlowParameters flow) {
        return plan(seed, parameters, compression, blockSize, flow, UNFINISHED_MAX);
    }

    /** @param compression with {@code choco/} or {@code age/} before those of other strategies */
    static RunPlan plan(long seed, int parameters, String compression, int blockSize, FlowParameters flow,
            int unfinishedMax) {
        ProtocolParameters knobs = QuickKnobs.ofBlocks(blockSize).withUnfinishedBlocksMax(unfinishedMax).withFlow(flow);
        Charter charter = new Charter(List.of(new Charter.Term("seed", String.valueOf(seed), true)));
        float[] initial = new float[parameters];
        RandomStream random = new RandomStream(seed).fork("initial");
        for (int i = 0; i < parameters; i++) {
            initial[i] = (float) random.nextGaussian();
        }
        String[] parts = compression.split("/", 2);
        RunPlan plan = new RunPlan(charter, knobs, Rooms.ALL.strategy(parts.length < 2 ? "pairwise" : parts[0],
                parts[parts.length - 1]), new Average(), initial);
        return flow.overlay().needsClassShares() ? plan.withClassShares(SHARES) : plan;
    }

    static FrameCodec frames() {
        return Rooms.ALL.frames(ProtocolParameters.DEFAULT.frameBytesMax());
    }

    RandomStream randomness(Node node) {
        return random.fork("node " + node.id);
    }

    Node node(PeerId id) {
        return nodes.stream().filter(node -> node.id.equals(id)).findFirst().orElseThrow();
    }

    /** A node goes on with another protocol. */
    void replace(Node node, PeerProtocol protocol) {
        node.protocol = protocol;
        watch(node);
    }

    /** Sees every change of a node's replica from now on. */
    private void watch(Node node) {
        node.protocol.replica().orElseThrow().watch((why, from, increments, length, sign) -> {
            if (why == Change.TRANSFER) {
                int[] signed = new int[length];
                Arrays.setAll(signed, i -> sign * increments[i]);
                node.transfers.add(new Moved(from, signed));
            }
        });
    }

    /** One event of one node, with all its immediate effects. */
    List<Effect> step(Node node, Event event) {
        int[] before = node.protocol.replica().map(replica -> replica.units().clone()).orElse(new int[0]);
        node.transfers.clear();
        List<Effect> effects = node.protocol.step(now, event);
        if (watcher != null) {
            watcher.stepped(node, now, event, effects);
        }
        int[] after = node.protocol.replica().map(replica -> replica.units()).orElse(new int[0]);
        // A change that is no transfer is training, or a copy of a peer's replica.
        for (int k = 0; k < after.length; k++) {
            booked[k] += after[k] - before[k];
        }
        node.transfers.forEach(moved -> moved.addTo(booked, -1));
        for (Effect effect : effects) {
            perform(node, effect);
        }
        if (!node.transfers.isEmpty()) {
            throw new AssertionError(node.id + " moved and told nobody");
        }
        return effects;
    }

    private void perform(Node node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> transmit(new InFlight(node.id, send.to(), send.bytes()));
            case Effect.SetTimer timer -> pending.add(new Pending(node.id, node.life, now.plus(timer.delay()),
                    new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> node.round = round;
            case Effect.Checkpoint checkpoint -> node.cut = checkpoint.snapshot();
            case Effect.Report report -> {
                node.facts.add(report.fact());
                book(node, report.fact());
            }
            case Effect.Left _ -> {
                node.gone = true;
                node.round = null;
            }
            case Effect.AdoptCharter _,Effect.FoundCharter _,Effect.ProvideSums _,Effect.StartMerge _,Effect.Persist _,Effect.Halt _,Effect.Outlived _,Effect.ChangeRun _ ->
                {
                }
        }
    }

    private void book(Node node, Fact fact) {
        if (fact instanceof Fact.Debited debit) {
            Moved moved = node.transfers.removeFirst();
            if (!debited.add(debit.transfer())) {
                throw new AssertionError("Debited twice: " + debit.transfer());
            }
            open.put(debit.transfer(), moved);
        } else if (fact instanceof Fact.Credited credit) {
            Moved moved = node.transfers.removeFirst();
            if (!credited.add(credit.transfer())) {
                throw new AssertionError("Credited twice: " + credit.transfer());
            }
            Moved debit = open.remove(credit.transfer());
            if (debit == null || !isNegative(debit.increments, moved.increments)) {
                throw new AssertionError("No exact negatives: " + credit.transfer());
            }
        }
    }

    private static boolean isNegative(int[] one, int[] other) {
        int[] negative = new int[one.length];
        Arrays.setAll(negative, i -> -one[i]);
        return Arrays.equals(negative, other);
    }

    private void transmit(InFlight message) {
        if (!random.nextBoolean(loss)) {
            inFlight.add(message);
        }
        if (random.nextBoolean(duplication)) {
            inFlight.add(message);
        }
    }

    /** One random event, by the seed. False if there is none. */
    boolean happen() {
        List<Runnable> choices = new ArrayList<>();
        if (!inFlight.isEmpty()) {
            choices.add(this::deliverAny);
            choices.add(this::deliverAny);
            choices.add(this::deliverAny);
        }
        if (training) {
            nodes.stream().filter(node -> node.round != null).forEach(node -> choices.add(() -> finishRound(node)));
        }
        if (!pending.isEmpty() && (inFlight.isEmpty() || random.nextInt(4) == 0)) {
            choices.add(this::fireNext);
        }
        if (choices.isEmpty()) {
            return false;
        }
        choices.get(random.nextInt(choices.size())).run();
        return true;
    }

    private void deliverAny() {
        InFlight message = inFlight.remove(random.nextInt(inFlight.size()));
        deliver(message);
    }

    void deliver(InFlight message) {
        int from = nodes.indexOf(node(message.from()));
        int to = nodes.indexOf(node(message.to()));
        if (!nodes.get(to).gone && (groups == null || groups[from] == groups[to])) {
            step(nodes.get(to), new Event.MessageArrived(message.from(), message.frame()));
        }
    }

    /** As {@link #happen}, but rounds of training leave the parameters unchanged. */
    boolean happenWithoutLearning() {
        double before = learning;
        learning = 0;
        boolean happened = happen();
        learning = before;
        return happened;
    }

    /** A round of training that moves every parameter a little. */
    void finishRound(Node node) {
        now = now.plus(ROUND);
        Effect.StartRound round = node.round;
        node.round = null;
        RandomStream noise = new RandomStream(round.seed());
        float[] end = round.start().clone();
        for (int k = 0; k < end.length; k++) {
            end[k] += (float) (learning * noise.nextGaussian());
        }
        step(node, new Event.RoundFinished(new RoundResult(round.round(), end, round.steps(), 1, 0.9)));
    }

    void fireNext() {
        Pending next = pending.stream().min(Comparator.comparing(Pending::at)).orElseThrow();
        pending.remove(next);
        now = next.at().compareTo(now) > 0 ? next.at() : now;
        Node node = node(next.node());
        if (node.life == next.incarnation() && !node.gone) {
            step(node, next.event());
        }
    }

    /** A node dies and comes back as another incarnation from its last checkpoint. */
    void crashAndReturn(Node node) {
        int[] before = node.protocol.replica().orElseThrow().units().clone();
        node.life++;
        node.round = null;
        replace(node,
                PeerProtocol.restore(NodeLife.of(node.id, node.life), Rooms.ALL, plan, node.cut, randomness(node)));
        int[] after = node.protocol.replica().orElseThrow().units();
        for (int k = 0; k < booked.length; k++) {
            booked[k] += after[k] - before[k];
        }
        step(node, new Event.Started());
        for (Node peer : nodes) {
            if (peer != node) {
                step(node, new Event.PeerJoined(peer.id, peer.life));
                step(peer, new Event.PeerJoined(node.id, node.life));
            }
        }
    }

    /** Ends all faults and lets unfinished work finish. Returns whether it did. */
    boolean settle() {
        loss = 0;
        duplication = 0;
        groups = null;
        training = false;
        for (int i = 0; i < 100_000; i++) {
            if (nodes.stream().allMatch(node -> node.gone || node.protocol.unfinishedBlocks() == 0)
                    && inFlight.isEmpty()) {
                return true;
            }
            if (!inFlight.isEmpty()) {
                deliver(inFlight.removeFirst());
            } else if (!pending.isEmpty()) {
                fireNext();
            } else {
                return false;
            }
        }
        return false;
    }

    /** The law: the difference between the sum of all replicas and the books. */
    Optional<String> violation() {
        long[] sum = new long[booked.length];
        for (Node node : nodes) {
            int[] units = node.protocol.replica().orElseThrow().units();
            for (int k = 0; k < sum.length; k++) {
                sum[k] += units[k];
            }
        }
        long[] expected = booked.clone();
        open.values().forEach(moved -> moved.addTo(expected, 1));
        for (int k = 0; k < sum.length; k++) {
            if (sum[k] != expected[k]) {
                return Optional.of("parameter " + k + ": the sum is " + sum[k] + ", the books say " + expected[k]);
            }
        }
        return Optional.empty();
    }

    /** Transfers of which only one side has moved. */
    int halfDone() {
        return open.size();
    }
}
