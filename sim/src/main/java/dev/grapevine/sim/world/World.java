package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.experiment.Fault;
import dev.grapevine.node.experiment.RunOptions;
import dev.grapevine.node.experiment.Scenario;
import dev.grapevine.node.replica.Evaluator.Judgement;
import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.time.EventQueue;

/**
 * Virtual time, the nodes in it and what happens between them. Around each node's protocol it does what a real driver
 * does: performs effects and brings back events. Frames are the real bytes; only their travel is simulated.
 *
 * <p>The same scenario gives the same run, whatever the machine: {@link #traceHash()} is over every event and effect.
 */
public final class World implements AutoCloseable {

    /** Devices do not start at the same moment. */
    private static final long START_SPREAD_NANOS = 1_000_000_000L;
    /** Up to so many nodes, each is told of all. */
    private static final int FULL_VIEW_MAX = 256;
    /** Where there are more, each is told of so many. */
    private static final int PARTIAL_VIEW = 64;

    private final Scenario scenario;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    /** Looked up, never walked through. */
    private final Map<PeerId, SimulatedNode> byId = new HashMap<>();
    private final EventQueue<Happening> queue = new EventQueue<>();
    private final SimulatedNetwork network;
    private final SimulatedMembership membership;
    private final NodeLives lives;
    private final Faults faults;
    private final Laws laws;
    private final Witness witness;
    private final Learning learning;
    private final Judging judging;
    private final boolean[] mayCrash;
    private long exchanges;
    private long failedExchanges;

    /** Receives all judgements of one moment. */
    @FunctionalInterface
    public interface Observer {
        /** Says whether to go on. */
        boolean evaluated(Moment moment);
    }

    /**
     * @param learning closed together with the world
     */
    public World(Scenario scenario, RunPlan plan, Learning learning) {
        this.scenario = scenario;
        this.learning = learning;
        RandomStream seed = new RandomStream(scenario.options().get(RunOptions.SEED));
        RandomStream random = seed.fork("world");
        this.network = new SimulatedNetwork(scenario.nodes(), scenario.network(), random.fork("network"));
        this.laws = new Laws(plan.parameters(), peer -> byId.get(peer).incarnation);
        for (int i = 0; i < scenario.nodes(); i++) {
            PeerId id = new PeerId("n" + i);
            double speed = StrictMath.exp(random.fork("speed", i).nextGaussian() * scenario.devices().speedDeviation());
            SimulatedNode node = new SimulatedNode(i, id, seed.fork("node " + id.text()), speed);
            nodes.add(node);
            byId.put(id, node);
        }
        this.membership = new SimulatedMembership(nodes, network, viewSize(scenario), random);
        this.lives = new NodeLives(nodes, plan, learning, new FrameCodec(plan.parameters().frameBytesMax()), laws,
                membership, this::deliver);
        this.witness = new Witness(laws, lives::copy);
        this.judging = new Judging(nodes, learning);
        this.faults = new Faults(network, lives, scenario.faults());
        this.mayCrash = mayCrash(scenario);
        begin(random);
    }

    /** Overlays that are drawn from everybody's numbers need everybody. */
    private static int viewSize(Scenario scenario) {
        boolean drawsAnybody = scenario.options().get(RunOptions.OVERLAY).equals(Overlays.DEFAULT);
        return scenario.nodes() > FULL_VIEW_MAX && drawsAnybody ? PARTIAL_VIEW : scenario.nodes();
    }

    private static boolean[] mayCrash(Scenario scenario) {
        boolean[] mayCrash = new boolean[scenario.nodes()];
        for (Fault fault : scenario.faults()) {
            if (fault instanceof Fault.Crash crash) {
                crash.nodes().forEach(node -> mayCrash[node] = true);
            }
        }
        return mayCrash;
    }

    private void begin(RandomStream random) {
        for (SimulatedNode node : nodes) {
            lives.boot(node);
            long startNanos = (long) (random.fork("start", node.number).nextDouble() * START_SPREAD_NANOS);
            queue.add(startNanos, new Happening.ForNode(node.number, node.incarnation, new Event.Started()));
        }
        queue.add(START_SPREAD_NANOS, new Happening.MembershipDiscovers());
        for (int i = 0; i < scenario.faults().size(); i++) {
            Fault fault = scenario.faults().get(i);
            queue.add(fault.at().toNanos(), new Happening.FaultTurns(i, true));
            int number = i;
            fault.lasts().map(fault.at()::plus)
                    .ifPresent(end -> queue.add(end.toNanos(), new Happening.FaultTurns(number, false)));
        }
        queue.add(evaluationNanos(), new Happening.Evaluation());
    }

    /** Runs until the observer has seen enough. */
    public void run(Observer observer) {
        while (true) {
            Happening happening = queue.next()
                    .orElseThrow(() -> new IllegalStateException("Nothing is left to happen"));
            if (happening instanceof Happening.Evaluation) {
                laws.audit(replicas());
                laws.auditUnfinished(peer -> byId.get(peer).protocol.unfinishedBlocks());
                if (!observer.evaluated(judging.judge(seconds()))) {
                    return;
                }
                queue.add(queue.now() + evaluationNanos(), new Happening.Evaluation());
            } else {
                happen(happening);
            }
        }
    }

    private void happen(Happening happening) {
        switch (happening) {
            case Happening.ForNode event -> deliver(event);
            case Happening.Arrival arrival -> arrive(arrival);
            case Happening.RoundDone done -> roundDone(nodes.get(done.node()), done.incarnation());
            case Happening.FaultTurns turns -> {
                faults.turn(turns.fault(), turns.begins(), seconds());
                queue.add(queue.now() + SimulatedMembership.DISCOVERY_DELAY.toNanos(),
                        new Happening.MembershipDiscovers());
                queue.add(queue.now() + SimulatedMembership.DETECTION_DELAY.toNanos(),
                        new Happening.MembershipSuspects());
            }
            case Happening.MembershipDiscovers _ -> membership.discover(this::tell);
            case Happening.MembershipSuspects _ -> membership.suspect(this::tell);
            case Happening.Evaluation _ -> throw new IllegalArgumentException("Evaluations are the observer's");
        }
    }

    private void tell(SimulatedNode node, Event event) {
        deliver(new Happening.ForNode(node.number, node.incarnation, event));
    }

    private void deliver(Happening.ForNode happening) {
        SimulatedNode node = nodes.get(happening.node());
        if (!node.up || node.incarnation != happening.incarnation()) {
            return;
        }
        if (node.frozen) {
            node.missed.add(happening);
            return;
        }
        for (Effect effect : witness.step(node, Duration.ofNanos(queue.now()), happening)) {
            perform(node, effect);
        }
    }

    private void arrive(Happening.Arrival arrival) {
        SimulatedNode to = nodes.get(arrival.to());
        if (network.connects(arrival.from(), arrival.to()) && to.up) {
            to.bytesReceived += arrival.frame().length + FrameCodec.LENGTH_PREFIX_BYTES;
            deliver(new Happening.ForNode(to.number, to.incarnation,
                    new Event.MessageArrived(nodes.get(arrival.from()).id, arrival.frame()),
                    arrival.senderIncarnation()));
        }
    }

    private void roundDone(SimulatedNode node, long incarnation) {
        if (node.up && node.incarnation == incarnation) {
            RoundResult result = node.round.get();
            node.round = null;
            node.steps += result.steps();
            tell(node, new Event.RoundFinished(result));
        }
    }

    private void perform(SimulatedNode node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> transmit(node, byId.get(send.to()), send.bytes());
            case Effect.SetTimer timer -> queue.add(queue.now() + timer.delay().toNanos(),
                    new Happening.ForNode(node.number, node.incarnation, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> startRound(node, round);
            case Effect.Checkpoint checkpoint -> {
                if (mayCrash[node.number]) {
                    lives.keep(node, checkpoint);
                }
            }
            case Effect.Report report -> count(report.fact());
            case Effect.Halt halt -> throw new UserMistakeException("Node " + node.id + " stopped. " + halt.sentence());
            case Effect.AdoptCharter _,Effect.FoundCharter _,Effect.ProvideSums _,Effect.Left _ ->
                throw new IllegalStateException(
                        "No node of a simulation has reason for " + effect);
        }
    }

    private void transmit(SimulatedNode from, SimulatedNode to, byte[] frame) {
        from.bytesSent += frame.length + FrameCodec.LENGTH_PREFIX_BYTES;
        OptionalLong arrival = network.send(from.number, to.number, frame.length, queue.now());
        arrival.ifPresent(nanos -> queue.add(nanos,
                new Happening.Arrival(from.number, from.incarnation, to.number, frame)));
    }

    private void startRound(SimulatedNode node, Effect.StartRound round) {
        node.round = node.learner.begin(round);
        long nanos = (long) (node.learner.operations(round.steps())
                / (scenario.devices().gigaflops() * node.speed));
        queue.add(queue.now() + Math.max(1, nanos), new Happening.RoundDone(node.number, node.incarnation));
    }

    private void count(Fact fact) {
        switch (fact) {
            case Fact.ExchangeFinished finished when finished.initiated() -> exchanges++;
            case Fact.ExchangeAbandoned _ -> failedExchanges++;
            default -> {
            }
        }
    }

    private List<PublishedParameters> replicas() {
        return nodes.stream().map(node -> node.protocol.replica().orElseThrow()).toList();
    }

    private long evaluationNanos() {
        return scenario.options().get(RunOptions.EVALUATE).every().toNanos();
    }

    /** Virtual time since the start. */
    public double seconds() {
        return queue.now() / 1e9;
    }

    /** A number over all that happened so far: equal for equal runs. */
    public String traceHash() {
        return String.format("%016x", witness.traceHash());
    }

    /** Exchanges that finished, and those that were given up. */
    public long exchanges() {
        return exchanges;
    }

    public long failedExchanges() {
        return failedExchanges;
    }

    public Faults faults() {
        return faults;
    }

    public Laws laws() {
        return laws;
    }

    /** The mean of the replicas of all nodes that are up; empty if none is. */
    public Optional<float[]> averagedReplica() {
        List<SimulatedNode> up = nodes.stream().filter(node -> node.up).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(Judging.distance(up).mean());
    }

    public Judgement judge(float[] parameters) {
        return judging.judge(parameters);
    }

    @Override
    public void close() {
        learning.close();
    }
}
