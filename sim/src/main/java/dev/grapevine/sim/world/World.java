package dev.grapevine.sim.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.FaultSchedule;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.fault.SplitViews;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.scenario.Devices;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Weather;
import dev.grapevine.sim.time.DeviceClock;
import dev.grapevine.sim.time.EventQueue;

/**
 * The loop of a simulation: virtual time, the nodes in it, and the queue of what happens to them. Frames are the real bytes; only
 * their travel is simulated. For one thread.
 *
 * <p>The same scenario gives the same run, whatever the machine: {@link #traceHash()} is over every event and effect.
 */
public final class World implements AutoCloseable {

    /** Devices do not start at the same moment. */
    private static final long START_SPREAD_NANOS = 1_000_000_000L;
    /** Longest time between two looks at the distance in calm weather. */
    private static final double CALM_LOOK_SECONDS = 30;

    private final Scenario scenario;
    private final RunPlan plan;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    /** Looked up, never walked through. */
    private final Map<PeerId, SimulatedNode> byId = new HashMap<>();
    private final EventQueue<SimulationEvent> queue = new EventQueue<>();
    private final SimulatedNetwork network;
    private final SimulatedMembership membership;
    private final MembershipDelays membershipDelays;
    private final NodeLives lives;
    private final FaultSchedule schedule;
    private final Faults faults;
    private final FaultClock faultClock;
    private final FrameTravel frames;
    private final LocalRounds rounds;
    private final SelfStops stops;
    private final RunStatistics statistics;
    private final EffectPerformer performer;
    private final Laws laws;
    private final QueueCensus census;
    private final StepChecker checker;
    private final Workload workload;
    private final NodeEvaluation evaluation;

    /** Receives the evaluations of one moment. */
    @FunctionalInterface
    public interface Observer {
        /** Says whether to go on. */
        boolean evaluated(Moment moment);
    }

    /**
     * @param workload closed together with the world
     */
    public World(Scenario scenario, RunPlan plan, Workload workload) {
        this(scenario, plan, workload, () -> 0);
    }

    /**
     * @param workload  closed together with the world
     * @param stopwatch real time in nanoseconds, for {@link RunStatistics#times()} only: nothing else depends on it
     */
    public World(Scenario scenario, RunPlan plan, Workload workload, LongSupplier stopwatch) {
        this.scenario = scenario;
        this.plan = plan;
        this.workload = workload;
        WorldRandomness random = WorldRandomness.of(scenario.options());
        Weather weather = scenario.weather();
        drawNodes(random);
        this.network = new SimulatedNetwork(scenario.nodes(), weather.network(), weather.sites(),
                random.network());
        this.statistics = new RunStatistics(nodes, byId, network, queue::now);
        this.laws = new Laws(plan.parameters(), peer -> byId.get(peer).livingIncarnation());
        SplitViews views = new SplitViews();
        this.membership = new SimulatedMembership(nodes, network, views, viewSize(scenario), random.views());
        FrameCodec codec = Rooms.ALL.frames(plan.parameters().frameBytesMax());
        this.census = new QueueCensus(queue, nodes, laws, plan, codec);
        ownFromTheStart(weather).forEach(workload::options);
        this.lives = new NodeLives(nodes, plan, workload, codec, laws, membership, this::deliver, queue::now);
        this.checker = new StepChecker(laws, lives::copy, stopwatch);
        this.evaluation = new NodeEvaluation(nodes, workload, scenario.options().get(ControlOptions.EVALUATE).nodes(),
                random.judged());
        this.schedule = new FaultSchedule(weather, scenario.nodes(), random.faults());
        this.faults = new Faults(schedule, scenario.nodes(), network, lives, views);
        this.membershipDelays = new MembershipDelays(membership, weather.membership(), queue,
                random.suspicions(), this::tell);
        this.faultClock = new FaultClock(faults, queue, membershipDelays::awaitLooks,
                membershipDelays::suspectFalsely);
        Liars liars = new Liars(faults, weather.faults(), nodes, laws, codec, random::lies);
        this.frames = new FrameTravel(nodes, network, queue, liars, faults, laws, this::deliver);
        this.rounds = new LocalRounds(scenario.devices().gigaflops(), queue, liars, this::tell);
        this.stops = new SelfStops(nodes, weather.faults(), lives, faults);
        this.performer = new EffectPerformer(queue, byId, frames, rounds, lives, stops, statistics,
                schedule::mayCrash, new Foundings(plan.charter(), random::run)::next);
        begin(random);
    }

    private void drawNodes(WorldRandomness random) {
        RandomStream seed = new RandomStream(scenario.options().get(ControlOptions.SEED));
        Devices devices = scenario.devices();
        for (int i = 0; i < scenario.nodes(); i++) {
            PeerId id = new PeerId("n" + i);
            double speed = devices.speed().draw(random.speed(i));
            double drift = devices.drift() * (2 * random.clock(i).nextDouble() - 1);
            SimulatedNode node = new SimulatedNode(i, id, seed.fork("node " + id.text()), speed,
                    new DeviceClock(1 + drift));
            nodes.add(node);
            byId.put(id, node);
        }
    }

    /** Overlays that are drawn from everybody's numbers need everybody. */
    private static int viewSize(Scenario scenario) {
        boolean drawsAnybody = scenario.options().get(GossipOptions.OVERLAY).isUniform();
        return drawsAnybody ? scenario.weather().membership().viewMost(scenario.nodes()) : scenario.nodes();
    }

    /** Options that nodes have for themselves when the run begins: their plans contain them. */
    private static Map<Integer, Map<String, String>> ownFromTheStart(Weather weather) {
        Map<Integer, Map<String, String>> options = new TreeMap<>();
        for (Fault fault : weather.faults()) {
            if (fault instanceof Fault.OwnOptions own && own.at().isZero()) {
                own.nodes().forEach(node -> options.computeIfAbsent(node, none -> new LinkedHashMap<>())
                        .putAll(own.options()));
            }
        }
        return options;
    }

    private void begin(WorldRandomness random) {
        for (SimulatedNode node : nodes) {
            if (!schedule.isThereFromTheStart(node.number)) {
                lives.await(node);
                continue;
            }
            lives.boot(node);
            long startNanos = (long) (random.start(node.number).nextDouble() * START_SPREAD_NANOS);
            queue.add(startNanos, new SimulationEvent.ForNode(node.number, node.incarnation, new Event.Started()));
        }
        membershipDelays.begin(START_SPREAD_NANOS, nodes);
        faultClock.awaitTurn();
        queue.add(evaluationNanos(), new SimulationEvent.Evaluation());
    }

    /** Sets the receiver of every further step. */
    public void tell(StepListener listener) {
        checker.tell(listener);
    }

    /** Runs until the observer has seen enough. */
    public void run(Observer observer) {
        while (true) {
            SimulationEvent event = queue.next()
                    .orElseThrow(() -> new IllegalStateException("Nothing is left to happen"));
            if (event instanceof SimulationEvent.Evaluation) {
                audit();
                Moment moment = evaluation.evaluate(seconds());
                if (!observer.evaluated(moment)) {
                    return;
                }
                tellResults(moment);
                queue.add(queue.now() + evaluationNanos(), new SimulationEvent.Evaluation());
            } else {
                happen(event);
            }
        }
    }

    /** Nodes learn how good their models are, as real ones do from rows of their own. */
    private void tellResults(Moment moment) {
        for (Moment.NodeView view : moment.nodes()) {
            if (view.served() != null && workload.evaluationRows() > 0) {
                tell(nodes.get(view.number()), new Event.Evaluated(workload.evaluationRows(), view.served().loss(),
                        view.served().accuracy()));
            }
        }
    }

    /**
     * Act two: nothing goes wrong any more, training rests, and replicas have to come together. After this the world is
     * over.
     *
     * @throws dev.grapevine.sim.check.LawBrokenException if they do not
     */
    public LivenessOutcome calm() {
        endTrouble();
        List<SimulatedNode> honest = nodes.stream().filter(node -> !laws.distrusts(node.id)).toList();
        LivenessPhase phase = new LivenessPhase(scenario, plan, honest, membership, seconds(), statistics.exchanges(),
                rounds.longestNanos());
        long nextLook = statistics.exchanges();
        double nextSecond = seconds();
        while (true) {
            if (statistics.exchanges() >= nextLook || seconds() >= nextSecond) {
                nextLook = statistics.exchanges() + Math.max(1, nodes.size() / 2);
                nextSecond = seconds() + CALM_LOOK_SECONDS;
                Optional<LivenessOutcome> outcome = phase.look(seconds(), statistics.exchanges());
                if (outcome.isPresent()) {
                    audit();
                    return outcome.get();
                }
            }
            SimulationEvent event = queue.next().orElseThrow();
            if (!(event instanceof SimulationEvent.Evaluation)) {
                happen(event);
            }
        }
    }

    private void endTrouble() {
        stops.complete();
        rounds.rest();
        faultClock.stop();
        network.calm();
        stops.startAgain();
        membershipDelays.awaitLooks();
    }

    private void audit() {
        laws.audit(replicas());
        laws.auditUnfinished(peer -> byId.get(peer).protocol.unfinishedBlocks());
    }

    private void happen(SimulationEvent event) {
        census.countIfDue();
        switch (event) {
            case SimulationEvent.ForNode forNode -> deliver(forNode);
            case SimulationEvent.Arrival arrival -> frames.arrive(arrival);
            case SimulationEvent.Reception reception -> frames.receive(reception.arrival());
            case SimulationEvent.RoundDone done -> rounds.end(nodes.get(done.node()), done.incarnation());
            case SimulationEvent.Outlived outlived -> {
                lives.outlived(nodes.get(outlived.node()), outlived.incarnation(), outlived.latest());
                membershipDelays.awaitLooks();
            }
            case SimulationEvent.RunChanges change -> {
                lives.changeRun(nodes.get(change.node()), change.incarnation(), change.charter());
                membershipDelays.awaitLooks();
            }
            case SimulationEvent.FaultTurns _ -> faultClock.turn();
            case SimulationEvent.MembershipDiscovers _ -> membershipDelays.discover();
            case SimulationEvent.MembershipSuspects _ -> membershipDelays.suspect();
            case SimulationEvent.FalseSuspicion suspicion -> faultClock.suspectFalsely(nodes.get(suspicion.node()));
            case SimulationEvent.SuspicionOver over ->
                membershipDelays.believe(nodes.get(over.node()), over.place());
            case SimulationEvent.Evaluation _ ->
                throw new IllegalArgumentException("Evaluations are the observer's");
        }
    }

    private void tell(SimulatedNode node, Event event) {
        deliver(new SimulationEvent.ForNode(node.number, node.incarnation, event));
    }

    private void deliver(SimulationEvent.ForNode event) {
        SimulatedNode node = nodes.get(event.node());
        if (!node.up || node.incarnation != event.incarnation()) {
            return;
        }
        if (node.frozen) {
            node.missed.add(event);
            return;
        }
        List<Effect> effects = checker.step(node, queue.now(), event);
        if (event.event() instanceof Event.CharterAdopted) {
            lives.adopted(node);
        }
        for (Effect effect : effects) {
            performer.perform(node, effect);
        }
    }

    private List<PublishedParameters> replicas() {
        return nodes.stream().flatMap(node -> node.protocol.replica().stream()).toList();
    }

    private long evaluationNanos() {
        return scenario.options().get(ControlOptions.EVALUATE).every().toNanos();
    }

    /** Virtual time since the start. */
    public double seconds() {
        return queue.now() / 1e9;
    }

    /** A number over all that happened so far: equal for equal runs. */
    public String traceHash() {
        return String.format("%016x", checker.traceHash());
    }

    /** Exchanges that finished. */
    public long exchanges() {
        return statistics.exchanges();
    }

    /** Counts over all nodes; they go on counting. */
    public RunStatistics statistics() {
        return statistics;
    }

    /** Nodes that stopped because of options of their own, and were down when the first act ended. */
    public List<RunSummary.Stop> stops() {
        return stops.stops();
    }

    public Faults faults() {
        return faults;
    }

    public Laws laws() {
        return laws;
    }

    /** The mean of the replicas of all honest nodes that are up; empty if none is. */
    public Optional<float[]> averagedReplica() {
        return evaluation.averagedReplica();
    }

    /** Evaluates any parameters, as those that nodes serve are evaluated. */
    public Metrics evaluate(float[] parameters) {
        return evaluation.evaluate(parameters);
    }

    @Override
    public void close() {
        workload.close();
    }
}
