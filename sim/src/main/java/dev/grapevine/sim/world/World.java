package dev.grapevine.sim.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.robust.Aggregators;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.replica.training.Evaluator.Judgement;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.Attacker;
import dev.grapevine.sim.fault.FaultSchedule;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.fault.SplitViews;
import dev.grapevine.sim.measure.TalkCounts;
import dev.grapevine.sim.measure.TimeBreakdown;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Weather;
import dev.grapevine.sim.time.DeviceClock;
import dev.grapevine.sim.time.EventQueue;

/**
 * Virtual time, the nodes in it and what happens between them. Around each node's protocol it does what a real driver
 * does: performs effects and brings back events. Frames are the real bytes; only their travel is simulated.
 *
 * <p>The same scenario gives the same run, whatever the machine: {@link #traceHash()} is over every event and effect.
 */
public final class World implements AutoCloseable {

    /** Devices do not start at the same moment. */
    private static final long PREPARATION_NANOS = 100_000_000L;
    private static final long START_SPREAD_NANOS = 1_000_000_000L;
    /** In calm weather somebody looks at least that often. */
    private static final double CALM_LOOK_SECONDS = 30;

    private final Scenario scenario;
    private final RunPlan plan;
    private final WorldRandomness randomness;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    /** Looked up, never walked through. */
    private final Map<PeerId, SimulatedNode> byId = new HashMap<>();
    private final EventQueue<Happening> queue = new EventQueue<>();
    private final SimulatedNetwork network;
    private final SimulatedMembership membership;
    private final NodeLives lives;
    private final FaultSchedule schedule;
    private final Faults faults;
    private final Map<Integer, Attacker> attackers = new HashMap<>();
    private final Laws laws;
    private final QueueCensus census;
    private final Witness witness;
    private final Learning learning;
    private final Judging judging;
    private final MembershipDelays membershipDelays;
    /** Whether it is act two. */
    private boolean resting;
    private final TalkCounts talks;
    /** How many runs have been founded. */
    private int foundings;
    private long exchanges;
    private long failedExchanges;
    private long suspectRounds;
    private long clampedValues;
    private final List<RunSummary.Stop> stops = new ArrayList<>();

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
        this(scenario, plan, learning, () -> 0);
    }

    /**
     * @param learning  closed together with the world
     * @param stopwatch real time in nanoseconds, for {@link #times()} only: nothing else depends on it
     */
    public World(Scenario scenario, RunPlan plan, Learning learning, LongSupplier stopwatch) {
        this.scenario = scenario;
        this.randomness = WorldRandomness.of(scenario.options());
        this.plan = plan;
        this.learning = learning;
        RandomStream seed = new RandomStream(scenario.options().get(RunOptions.SEED));
        WorldRandomness random = randomness;
        Weather weather = scenario.weather();
        this.network = new SimulatedNetwork(scenario.nodes(), weather.network(), weather.sites(),
                random.network());
        this.laws = new Laws(plan.parameters(), peer -> byId.get(peer).livingIncarnation());
        this.census = new QueueCensus(queue, nodes, laws, plan);
        for (int i = 0; i < scenario.nodes(); i++) {
            PeerId id = new PeerId("n" + i);
            double speed = weather.devices().speed().draw(random.speed(i));
            double drift = weather.devices().drift() * (2 * random.clock(i).nextDouble() - 1);
            SimulatedNode node = new SimulatedNode(i, id, seed.fork("node " + id.text()), speed,
                    new DeviceClock(1 + drift));
            nodes.add(node);
            byId.put(id, node);
        }
        this.talks = new TalkCounts(scenario.nodes());
        SplitViews views = new SplitViews();
        this.membership = new SimulatedMembership(nodes, network, views, viewSize(scenario), random.views());
        FrameCodec frames = Rooms.ALL.frames(plan.parameters().frameBytesMax());
        ownFromTheStart(weather).forEach(learning::options);
        this.lives = new NodeLives(nodes, plan, learning, frames, laws, membership, this::deliver, queue::now);
        this.witness = new Witness(laws, lives::copy, stopwatch);
        this.judging = new Judging(nodes, learning, scenario.options().get(RunOptions.EVALUATE).nodes(),
                random.judged());
        this.schedule = new FaultSchedule(weather, scenario.nodes(), random.faults());
        this.faults = new Faults(schedule, scenario.nodes(), network, lives, views);
        this.membershipDelays = new MembershipDelays(membership, weather.membership(), queue,
                random.suspicions(), this::tell);
        weather.faults().forEach(fault -> expectLies(fault, frames, random));
        begin(random);
    }

    /** Overlays that are drawn from everybody's numbers need everybody. */
    private static int viewSize(Scenario scenario) {
        boolean drawsAnybody = scenario.options().get(RunOptions.OVERLAY).equals(Overlays.DEFAULT);
        return drawsAnybody ? scenario.weather().membership().viewMost(scenario.nodes()) : scenario.nodes();
    }

    /** Plans have it in them. */
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

    private void expectLies(Fault fault, FrameCodec frames, WorldRandomness random) {
        if (fault instanceof Fault.OwnOptions own) {
            own.nodes().forEach(number -> nodes.get(number).maySpoilItself = true);
        }
        if (fault instanceof Fault.Attack attack) {
            for (int number : attack.nodes()) {
                SimulatedNode node = nodes.get(number);
                node.honest = false;
                if (Attacker.liesInFrames(attack.kind())) {
                    laws.distrust(node.id);
                    attackers.put(number, new Attacker(frames, random.lies(number)));
                }
            }
        }
    }

    private void begin(WorldRandomness random) {
        for (SimulatedNode node : nodes) {
            if (!schedule.isThereFromTheStart(node.number)) {
                lives.await(node);
                continue;
            }
            lives.boot(node);
            long startNanos = (long) (random.start(node.number).nextDouble() * START_SPREAD_NANOS);
            queue.add(startNanos, new Happening.ForNode(node.number, node.incarnation, new Event.Started()));
        }
        membershipDelays.begin(START_SPREAD_NANOS, nodes);
        awaitFault();
        queue.add(evaluationNanos(), new Happening.Evaluation());
    }

    private void awaitFault() {
        faults.nextNanos().ifPresent(nanos -> queue.add(nanos, new Happening.FaultTurns()));
    }

    /** Tells somebody of every step from now on. */
    public void tell(StepListener listener) {
        witness.tell(listener);
    }

    /** Runs until the observer has seen enough. */
    public void run(Observer observer) {
        while (true) {
            Happening happening = queue.next()
                    .orElseThrow(() -> new IllegalStateException("Nothing is left to happen"));
            if (happening instanceof Happening.Evaluation) {
                audit();
                if (!observer.evaluated(judging.judge(seconds()))) {
                    return;
                }
                queue.add(queue.now() + evaluationNanos(), new Happening.Evaluation());
            } else {
                happen(happening);
            }
        }
    }

    /**
     * Act two: nothing goes wrong any more, training rests, and replicas have to come together. After this the world is
     * over.
     *
     * @throws dev.grapevine.sim.check.LawBrokenException if they do not
     */
    public Calm calm() {
        forgetStopsThatAreOver();
        resting = true;
        faults.endAll(seconds());
        network.calm();
        // They, too, do what all do from now on.
        nodes.stream().filter(node -> node.stoppedItself).forEach(node -> lives.restart(node.number));
        membershipDelays.awaitLooks();
        List<SimulatedNode> honest = nodes.stream().filter(node -> !laws.distrusts(node.id)).toList();
        CalmAct act = new CalmAct(scenario, plan, honest, membership, seconds(), exchanges, longestRoundNanos());
        long nextLook = exchanges;
        double nextSecond = seconds();
        while (true) {
            if (exchanges >= nextLook || seconds() >= nextSecond) {
                nextLook = exchanges + Math.max(1, nodes.size() / 2);
                nextSecond = seconds() + CALM_LOOK_SECONDS;
                Optional<Calm> calm = act.look(seconds(), exchanges);
                if (calm.isPresent()) {
                    audit();
                    return calm.get();
                }
            }
            Happening happening = queue.next().orElseThrow();
            if (!(happening instanceof Happening.Evaluation)) {
                happen(happening);
            }
        }
    }

    private long longestRoundNanos() {
        return nodes.stream().mapToLong(node -> node.longestRoundNanos).max().orElse(0);
    }

    private void audit() {
        laws.audit(replicas());
        laws.auditUnfinished(peer -> byId.get(peer).protocol.unfinishedBlocks());
    }

    private void happen(Happening happening) {
        census.countIfDue();
        switch (happening) {
            case Happening.ForNode event -> deliver(event);
            case Happening.Arrival arrival -> arrive(arrival);
            case Happening.Reception reception -> receive(reception.arrival());
            case Happening.RoundDone done -> roundDone(nodes.get(done.node()), done.incarnation());
            case Happening.Outlived outlived -> {
                lives.outlived(nodes.get(outlived.node()), outlived.incarnation(), outlived.latest());
                membershipDelays.awaitLooks();
            }
            case Happening.RunChanges change -> {
                lives.changeRun(nodes.get(change.node()), change.incarnation(), change.charter());
                membershipDelays.awaitLooks();
            }
            case Happening.FaultTurns _ -> {
                if (!resting) {
                    faults.turn(seconds());
                    awaitFault();
                    membershipDelays.awaitLooks();
                }
            }
            case Happening.MembershipDiscovers _ -> membershipDelays.discover();
            case Happening.MembershipSuspects _ -> membershipDelays.suspect();
            case Happening.FalseSuspicion suspicion -> {
                if (!resting) {
                    membershipDelays.suspectFalsely(nodes.get(suspicion.node()));
                }
            }
            case Happening.SuspicionOver over ->
                membershipDelays.believe(nodes.get(over.node()), over.place());
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
        List<Effect> effects = witness.step(node, queue.now(), happening);
        if (happening.event() instanceof Event.CharterAdopted) {
            lives.adopted(node);
        }
        for (Effect effect : effects) {
            perform(node, effect);
        }
    }

    private void arrive(Happening.Arrival arrival) {
        if (!network.connects(arrival.from(), arrival.to())) {
            return;
        }
        laws.arrived(nodes.get(arrival.from()).id, nodes.get(arrival.to()).id,
                faults.parts(arrival.from(), arrival.to()));
        long received = network.receive(arrival.to(), arrival.frame().length, queue.now());
        if (received > queue.now()) {
            queue.add(received, new Happening.Reception(arrival));
        } else {
            receive(arrival);
        }
    }

    private void receive(Happening.Arrival arrival) {
        SimulatedNode to = nodes.get(arrival.to());
        if (to.up) {
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
            node.computingNanos += node.roundNanos;
            tell(node, new Event.RoundFinished(result));
        }
    }

    private void perform(SimulatedNode node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> send(node, byId.get(send.to()), send.bytes());
            case Effect.SetTimer timer -> queue.add(node.clock.trueNanos(queue.now(), timer.delay()),
                    new Happening.ForNode(node.number, node.incarnation, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> startRound(node, round);
            case Effect.StartMerge merge -> queue.add(queue.now() + 1, new Happening.ForNode(node.number,
                    node.incarnation, new Event.MergeFinished(merge.number(), Aggregators.byName(merge.aggregator())
                            .increments(merge.own(), merge.others()))));
            case Effect.Persist persist -> {
                node.kept.put(persist.name(), persist.bytes());
                queue.add(queue.now() + 1, new Happening.ForNode(node.number, node.incarnation,
                        new Event.Persisted(persist.number())));
            }
            case Effect.Checkpoint checkpoint -> {
                if (schedule.mayCrash(node.number)) {
                    lives.keep(node, checkpoint);
                }
            }
            case Effect.Report report -> count(node, report.fact());
            case Effect.Halt halt -> halted(node, halt);
            case Effect.AdoptCharter adopt ->
                prepare(node, new Event.CharterAdopted(lives.plan(node, adopt.charter())));
            case Effect.FoundCharter _ -> {
                foundings++;
                prepare(node, new Event.CharterAdopted(
                        lives.plan(node, plan.charter().ofRun(randomness.run(foundings, seconds())))));
            }
            case Effect.ProvideSums _ ->
                prepare(node, new Event.SumsReady(node.id.text().getBytes(StandardCharsets.US_ASCII)));
            case Effect.Outlived outlived -> queue.add(queue.now() + 1,
                    new Happening.Outlived(node.number, node.incarnation, outlived.incarnation()));
            case Effect.ChangeRun change -> queue.add(queue.now() + 1,
                    new Happening.RunChanges(node.number, node.incarnation, change.charter()));
            case Effect.Left _ -> lives.left(node);
        }
    }

    /**
     * Who has lied, or was given options to see what comes of them, may have spoiled its replica: the others go on. What all nodes have,
     * or what a node does for no such reason, is a mistake of who runs it.
     */
    private void halted(SimulatedNode node, Effect.Halt halt) {
        if (node.honest && !node.maySpoilItself) {
            throw new UserMistakeException("Node " + node.id + " stopped. " + halt.sentence());
        }
        if (node.maySpoilItself) {
            stops.add(new RunSummary.Stop(seconds(), node.number, halt.sentence()));
        }
        faults.note(seconds(), "stop of [" + node.number + "] by itself: " + halt.sentence());
        lives.crash(node.number, false);
        node.stoppedItself = true;
    }

    /** What a node does before it answers takes it a while. */
    private void prepare(SimulatedNode node, Event done) {
        queue.add(queue.now() + PREPARATION_NANOS, new Happening.ForNode(node.number, node.incarnation, done));
    }

    private void send(SimulatedNode from, SimulatedNode to, byte[] frame) {
        Optional<AttackKind> attack = faults.attack(from.number);
        if (attack.isPresent() && Attacker.liesInFrames(attack.get())) {
            attackers.get(from.number).frames(attack.get(), frame).forEach(lie -> transmit(from, to, lie));
        } else {
            transmit(from, to, frame);
        }
    }

    private void transmit(SimulatedNode from, SimulatedNode to, byte[] frame) {
        from.bytesSent += frame.length + FrameCodec.LENGTH_PREFIX_BYTES;
        network.send(from.number, to.number, frame.length, queue.now(), nanos -> queue.add(nanos,
                new Happening.Arrival(from.number, from.incarnation, to.number, frame)));
    }

    private void startRound(SimulatedNode node, Effect.StartRound round) {
        Supplier<RoundResult> honest = resting ? nothingLearned(round) : node.learner.begin(round);
        node.round = faults.attack(node.number)
                .<Supplier<RoundResult>>map(kind -> () -> Attacker.result(kind, round.start(), honest.get()))
                .orElse(honest);
        long nanos = (long) (node.learner.operations(round.steps())
                / (scenario.devices().gigaflops() * node.speed));
        node.roundNanos = nanos;
        node.longestRoundNanos = Math.max(node.longestRoundNanos, nanos);
        queue.add(queue.now() + Math.max(1, nanos), new Happening.RoundDone(node.number, node.incarnation));
    }

    private static Supplier<RoundResult> nothingLearned(Effect.StartRound round) {
        RoundResult result = new RoundResult(round.round(), round.start().clone(), round.steps(), 0, 0);
        return () -> result;
    }

    private void count(SimulatedNode node, Fact fact) {
        switch (fact) {
            case Fact.ExchangeFinished finished -> {
                if (finished.role() == Fact.Role.INITIATOR) {
                    exchanges++;
                    talks.add(node.number, byId.get(finished.peer()).number);
                }
                node.exchanges++;
                node.lastExchangeNanos = queue.now();
            }
            case Fact.ExchangeAbandoned _ -> failedExchanges++;
            case Fact.RoundSuspect _,Fact.RoundDiscarded _ -> suspectRounds++;
            case Fact.Clamped clamped -> clampedValues += clamped.values();
            default -> {
            }
        }
    }

    private List<PublishedParameters> replicas() {
        return nodes.stream().flatMap(node -> node.protocol.replica().stream()).toList();
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

    /** Bad rounds of nodes' own training. */
    public long suspectRounds() {
        return suspectRounds;
    }

    /** Parameters that would have left their range. */
    public long clampedValues() {
        return clampedValues;
    }

    /** Nodes that stopped because of options of their own, and were down when the first act ended. */
    public List<RunSummary.Stop> stops() {
        if (!resting) {
            forgetStopsThatAreOver();
        }
        return List.copyOf(stops);
    }

    private void forgetStopsThatAreOver() {
        stops.removeIf(stop -> !nodes.get(stop.node()).stoppedItself);
    }

    public Faults faults() {
        return faults;
    }

    public Laws laws() {
        return laws;
    }

    /** Who exchanged with whom. */
    public TalkCounts talks() {
        return talks;
    }

    /** What each node did with its time. */
    public List<TimeBreakdown> times() {
        return nodes.stream().map(node -> {
            long up = node.upNanosBefore + (node.up ? queue.now() - node.upSinceNanos : 0);
            return new TimeBreakdown(node.computingNanos, Math.max(0, up - node.computingNanos),
                    network.sendingNanos(node.number), node.protocolNanos);
        }).toList();
    }

    /** The mean of the replicas of all honest nodes that are up; empty if none is. */
    public Optional<float[]> averagedReplica() {
        List<SimulatedNode> up = nodes.stream().filter(node -> node.takesPart() && node.honest).toList();
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
