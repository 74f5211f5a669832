package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.EffectHash;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.experiment.Fault;
import dev.grapevine.node.experiment.RunOptions;
import dev.grapevine.node.experiment.RunSetup;
import dev.grapevine.node.experiment.Scenario;
import dev.grapevine.node.replica.Evaluator.Judgement;
import dev.grapevine.node.replica.LocalTrainer;
import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.node.replica.data.Dataset;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.FaultTarget;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.time.EventQueue;

/**
 * Virtual time, the nodes in it and what happens between them. Around each node's {@link PeerProtocol} it does what a
 * real driver does: performs effects and brings back events. Frames are the real bytes; only their travel is simulated.
 *
 * <p>The same scenario gives the same run, whatever the machine: {@link #traceHash()} is over every event and effect.
 */
public final class World implements AutoCloseable {

    /** Devices do not start at the same moment. */
    private static final long START_SPREAD_NANOS = 1_000_000_000L;
    /** One step in so many is done twice, to see whether it comes out the same. */
    private static final int DETERMINISM_SAMPLE = 499;

    private final Scenario scenario;
    private final RunSetup setup;
    private final RunPlan plan;
    private final long operationsPerRow;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<PeerId, SimulatedNode> byId = new TreeMap<>();
    private final EventQueue<Happening> queue = new EventQueue<>();
    private final SimulatedNetwork network;
    private final SimulatedMembership membership;
    private final Faults faults;
    private final FrameCodec frames;
    private final Laws laws;
    private final RoundPool pool;
    private final Judging judging;
    private long traceHash;
    private long steps;
    private long exchanges;
    private long failedExchanges;

    /** Receives all judgements of one moment. */
    @FunctionalInterface
    public interface Observer {
        /** Says whether to go on. */
        boolean evaluated(Moment moment);
    }

    /**
     * @param parts   the rows of each node
     * @param test    what all are judged on
     * @param threads for computing rounds; changes nothing but the time it takes
     */
    public World(Scenario scenario, RunSetup setup, List<Dataset> parts, Dataset test, int threads) {
        this.scenario = scenario;
        this.setup = setup;
        Network sizes = setup.network();
        this.operationsPerRow = sizes.operationsPerRow();
        this.plan = setup.plan(setup.initialParameters(sizes), ProtocolParameters.DEFAULT.checkpointInterval());
        this.frames = new FrameCodec(plan.parameters().frameBytesMax());
        RandomStream random = new RandomStream(setup.options().get(RunOptions.SEED)).fork("world");
        this.network = new SimulatedNetwork(scenario.nodes(), scenario.network(), random.fork("network"));
        this.pool = new RoundPool(threads, setup::network);
        this.laws = new Laws(plan.parameters(), peer -> byId.get(peer).incarnation);
        for (int i = 0; i < scenario.nodes(); i++) {
            PeerId id = new PeerId("n" + i);
            double speed = StrictMath.exp(random.fork("speed", i).nextGaussian() * scenario.devices().speedDeviation());
            SimulatedNode node = new SimulatedNode(i, id, parts.get(i), setup.randomness(id.text()), speed);
            nodes.add(node);
            byId.put(id, node);
        }
        this.membership = new SimulatedMembership(nodes, network);
        this.judging = new Judging(nodes, test, pool);
        this.faults = new Faults(network, new NodeFaults(), scenario.faults());
        begin(random);
    }

    private void begin(RandomStream random) {
        for (SimulatedNode node : nodes) {
            boot(node);
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
            case Happening.ForNode event -> deliver(nodes.get(event.node()), event.incarnation(), event.event());
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
        deliver(node, node.incarnation, event);
    }

    private void deliver(SimulatedNode node, long incarnation, Event event) {
        if (!node.up || node.incarnation != incarnation) {
            return;
        }
        if (node.frozen) {
            node.missed.add(event);
        } else {
            step(node, event);
        }
    }

    private void arrive(Happening.Arrival arrival) {
        SimulatedNode to = nodes.get(arrival.to());
        if (network.connects(arrival.from(), arrival.to()) && to.up) {
            to.bytesReceived += arrival.frame().length + FrameCodec.LENGTH_PREFIX_BYTES;
            tell(to, new Event.MessageArrived(nodes.get(arrival.from()).id, arrival.frame()));
        }
    }

    private void roundDone(SimulatedNode node, long incarnation) {
        if (node.up && node.incarnation == incarnation) {
            RoundResult result = RoundPool.get(node.round);
            node.round = null;
            node.steps += result.steps();
            deliver(node, incarnation, new Event.RoundFinished(result));
        }
    }

    private void step(SimulatedNode node, Event event) {
        Duration now = Duration.ofNanos(queue.now());
        steps++;
        long exchangedBefore = exchangedMass(node);
        Optional<PeerProtocol> twin = steps % DETERMINISM_SAMPLE == 0 && isSavedWhole(node)
                ? Optional.of(copy(node))
                : Optional.empty();
        List<Effect> effects = node.protocol.step(now, event);
        long hash = EffectHash.of(effects);
        if (twin.isPresent() && EffectHash.of(twin.get().step(now, event)) != hash) {
            throw new LawBrokenException(Laws.DETERMINISM, node.id + " did otherwise the second time at " + event);
        }
        laws.afterStep(node.id, node.protocol, event, exchangedBefore, effects);
        traceHash = EffectHash.mix(EffectHash.mix(traceHash, queue.now()), EffectHash.mix(node.number, hash));
        for (Effect effect : effects) {
            perform(node, effect);
        }
    }

    /** What a node knows on its way to taking part is not in a cut: after a restart the way begins anew. */
    private static boolean isSavedWhole(SimulatedNode node) {
        PeerProtocol.Phase phase = node.protocol.phase();
        return phase == PeerProtocol.Phase.RUNNING || phase == PeerProtocol.Phase.LEAVING;
    }

    private PeerProtocol copy(SimulatedNode node) {
        return PeerProtocol.restore(node.protocol.save(), node.id, node.incarnation, frames, plan, node.random);
    }

    private void perform(SimulatedNode node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> transmit(node, byId.get(send.to()), send.bytes());
            case Effect.SetTimer timer -> queue.add(queue.now() + timer.delay().toNanos(),
                    new Happening.ForNode(node.number, node.incarnation, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> startRound(node, round);
            case Effect.Checkpoint checkpoint -> node.checkpoint = new SimulatedNode.StoredCheckpoint(checkpoint.cut(),
                    node.trainer.save());
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
        arrival.ifPresent(nanos -> queue.add(nanos, new Happening.Arrival(from.number, to.number, frame)));
    }

    private void startRound(SimulatedNode node, Effect.StartRound round) {
        LocalTrainer trainer = node.trainer;
        int startHash = Arrays.hashCode(round.start());
        node.round = pool.submit(workspace -> {
            RoundResult result = trainer.train(workspace, round.round(), round.start(), round.steps());
            if (Arrays.hashCode(round.start()) != startHash) {
                throw new LawBrokenException(Laws.STEADY, node.id + ", round " + round.round());
            }
            return result;
        });
        double operations = (double) round.steps() * trainer.batch() * operationsPerRow;
        long nanos = (long) (operations / (scenario.devices().gigaflops() * node.speed));
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

    private void boot(SimulatedNode node) {
        node.up = true;
        node.trainer = setup.trainer(node.rows, plan.initialParameters().length, node.random);
        if (node.checkpoint == null) {
            node.protocol = new PeerProtocol(node.id, node.incarnation, frames, plan, node.random);
        } else {
            node.protocol = PeerProtocol.restore(node.checkpoint.cut(), node.id, node.incarnation, frames, plan,
                    node.random);
            node.trainer.restore(node.checkpoint.trainer());
        }
    }

    /** What faults do to nodes. */
    private final class NodeFaults implements FaultTarget {

        @Override
        public void crash(int number) {
            SimulatedNode node = nodes.get(number);
            if (node.up) {
                node.up = false;
                node.frozen = false;
                node.missed.clear();
                if (node.round != null) {
                    // It computes on what the next life will restore: let it end first.
                    RoundPool.get(node.round);
                    node.round = null;
                }
            }
        }

        @Override
        public void restart(int number) {
            SimulatedNode node = nodes.get(number);
            if (!node.up) {
                long before = exchangedMass(node);
                node.incarnation++;
                boot(node);
                laws.wroteOff(node.id, before - exchangedMass(node));
                membership.forget(node);
                tell(node, new Event.Started());
            }
        }

        @Override
        public void freeze(int number) {
            nodes.get(number).frozen = nodes.get(number).up;
        }

        @Override
        public void thaw(int number) {
            SimulatedNode node = nodes.get(number);
            node.frozen = false;
            List<Event> missed = List.copyOf(node.missed);
            node.missed.clear();
            missed.forEach(event -> tell(node, event));
        }
    }

    private static long exchangedMass(SimulatedNode node) {
        return node.protocol.replica().map(PublishedParameters::exchangedMass).orElse(0L);
    }

    private List<PublishedParameters> replicas() {
        return nodes.stream().map(node -> node.protocol.replica().orElseThrow()).toList();
    }

    private long evaluationNanos() {
        return setup.options().get(RunOptions.EVALUATE).every().toNanos();
    }

    /** Virtual time since the start. */
    public double seconds() {
        return queue.now() / 1e9;
    }

    /** A number over all that happened so far: equal for equal runs. */
    public String traceHash() {
        return String.format("%016x", traceHash);
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
        pool.close();
    }
}
