package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.topology.GivenGraph;
import dev.grapevine.consensus.topology.MixingMatrix;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.leaving.LaterLives;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.peers.Backoff;
import dev.grapevine.gossip.peers.Overlay;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.scenario.Duty;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Latency;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Scenario;

/**
 * The liveness phase: the distance that replicas must reach in calm weather, the exchanges that this may take, and
 * the complaint if they do not. Each strategy and codec states its own {@link Promise}; with those that promise
 * nothing, all nodes must still exchange.
 *
 * <p>By theory one exchange of a random pair multiplies the expected sum of squared distances by a factor that the overlay
 * decides on. The bound is a tenth of the distance that there was, and beyond that what the codec leaves. Several times the
 * exchanges that this takes by theory are allowed, because exchanges at the same time take smaller steps, codecs add noise, and
 * nodes are unequally fast.
 */
final class LivenessPhase {

    /** Distances below this count as agreement: it is compression noise. */
    private static final double AGREED = 1e-3;
    private static final double BOUND = 0.1;
    /** Tolerance of a computed eigenvalue. */
    private static final double NONE = 1e-9;
    /** Half the way of one end to the other: X² / 2 becomes X² / 8, where an exchange leaves nothing. */
    private static final double EASED_BY_ONE_WAY = 0.75;
    /** Factor over the expected residual sum of squares: single measurements are often above their mean. */
    private static final double RESIDUE_SLACK = 2;
    /** Bytes of an exchange besides its block, at most. */
    private static final int FRAMES_BYTES = 256;
    private static final int FRAMES = 8;
    /** Factor over the number of exchanges that theory asks for. */
    private static final double SLACK = 8;
    /** Extra exchanges per node, for the codec's lattice to shrink with the disagreement. */
    private static final int EXCHANGES_EACH = 20;
    /** Time for membership to notice that all is well, and for backed-off peers to be asked again. */
    private static final double SECONDS_LEAST = 300;
    /**
     * Time from which on exchanges are counted: before, a link may rest because its peer did not answer, and the others have
     * exchanges that bring nothing.
     */
    private static final double REST_SECONDS = Backoff.LONGEST.toSeconds() + 10.0;
    /** The same where a node may have an old folder: on a sparse graph one neighbour alone may remember a later life. */
    private static final double WITNESS_SECONDS = LaterLives.ALONE.toSeconds() + 60.0;
    /**
     * The largest number of nodes whose eigenvalues are computed: above it they take too long; all overlays but a
     * random one are for fewer nodes.
     */
    private static final int NODES_MOST = 512;

    private final List<SimulatedNode> honest;
    private final SimulatedMembership membership;
    private final double contraction;
    /**
     * Whether all nodes must exchange. Not where liars part the others; not with a bound on staleness, where nodes of
     * unequal speed drift apart in rounds until they refuse each other, by design; and not where a strategy without
     * answers outruns a slow network, so that arriving frames are older and older.
     */
    private final boolean mustMeet;
    /** Empty where replicas need not agree. */
    private final Optional<Promise> promise;
    private final long exchangesMost;
    /** Whether sites share one line to each other, over which exchanges are rarer than within a site. */
    private final boolean sharesLines;
    /**
     * Whether some links are used more rarely for long: over shared lines, or while their ends are asleep in turn. Those that
     * are awake together then have many exchanges that bring nothing, so that only the time counts.
     */
    private final boolean isUneven;
    private final double beganSeconds;
    private final double deadlineSeconds;
    /** The time from which on exchanges are counted; infinite once it has come. */
    private double countsFrom;
    private long exchangesBefore;
    private final long[] exchangesBeforeOf;
    private final long[] roundsBeforeOf;
    /** The share of the pair's disagreement that one message or exchange takes away, over that of an exchange. */
    private final double eased;
    /** The largest so far, since rounds under way still end after training has come to rest. */
    private double distanceBefore;
    private double distance;
    /** The distance at which replicas may stop coming closer, by the codec's promise: the largest so far. */
    private double residue;
    private double measuredContraction = Double.NaN;

    /**
     * @param longestRoundNanos of all that were computed so far
     */
    LivenessPhase(Scenario scenario, RunPlan plan, List<SimulatedNode> honest, SimulatedMembership membership,
            double seconds, long exchanges, long longestRoundNanos) {
        this.honest = honest;
        this.membership = membership;
        int nodes = scenario.nodes();
        Overlay overlay = plan.parameters().flow().overlay();
        this.contraction = expectedContraction(overlay, nodes, honest.stream().map(node -> node.number).toList());
        this.mustMeet = contraction < 1 - NONE
                && (plan.strategy().room().hearsAnswers() || !mayBeOutrun(scenario, plan))
                && plan.parameters().flow().staleness().tolerated() == Staleness.IGNORED;
        this.promise = mustMeet
                ? plan.strategy().promise(plan.blocks(), plan.parameters(), neighboursMost(overlay, nodes))
                : Optional.empty();
        double gap = contraction < 1 - NONE ? 1 - contraction : 1;
        double each = promise.map(promised -> Math.min(promised.share() * gap,
                promised.memory().orElse(Double.MAX_VALUE) / links(overlay, nodes))).orElse(gap);
        double wanted = -2 * StrictMath.log(BOUND) / each;
        this.exchangesMost = (long) Math.ceil(SLACK * wanted) + (long) EXCHANGES_EACH * nodes;
        this.beganSeconds = seconds;
        this.sharesLines = scenario.weather().sites().between().bytesPerSecondOut().isPresent();
        Optional<Duty> asleepInTurn = scenario.devices().duty().filter(duty -> !duty.together());
        this.isUneven = sharesLines || asleepInTurn.isPresent();
        double period = asleepInTurn.map(duty -> duty.period().toNanos() / 1e9).orElse(0.0);
        double perExchange = period + secondsPerExchange(scenario, plan) * (sharesLines ? nodes : 1);
        boolean oldFolders = scenario.weather().faults().stream()
                .anyMatch(fault -> fault instanceof Fault.Crash crash && crash.torn());
        double settling = oldFolders ? WITNESS_SECONDS : REST_SECONDS;
        this.countsFrom = seconds + settling;
        this.deadlineSeconds = seconds + SECONDS_LEAST + settling
                + (longestRoundNanos / 1e9 + perExchange) * exchangesMost / nodes;
        this.exchangesBefore = exchanges;
        this.exchangesBeforeOf = new long[nodes];
        this.eased = plan.strategy().room().hearsAnswers() ? 1 : EASED_BY_ONE_WAY;
        this.roundsBeforeOf = new long[nodes];
        honest.forEach(node -> roundsBeforeOf[node.number] = node.protocol.rounds());
        honest.forEach(node -> exchangesBeforeOf[node.number] = node.exchanges);
        this.distanceBefore = distance();
        this.distance = distanceBefore;
        this.residue = residue();
    }

    /** Whether nodes may send as fast as the network is, or nearly so. */
    private static boolean mayBeOutrun(Scenario scenario, RunPlan plan) {
        long paced = plan.parameters().flow().bytesPerSecondMax();
        return (paced == FlowParameters.UNLIMITED ? Double.MAX_VALUE : 2.0 * paced) > bytesPerSecond(scenario);
    }

    private static double bytesPerSecond(Scenario scenario) {
        NetworkConditions conditions = scenario.network().overlaidBy(scenario.weather().sites().between());
        return Math.min(conditions.bytesPerSecondOut().orElse(Double.MAX_VALUE),
                conditions.bytesPerSecondIn().orElse(Double.MAX_VALUE));
    }

    /** Upper bound of the time per exchange: a whole replica there and back, and the interval between exchanges. */
    private static double secondsPerExchange(Scenario scenario, RunPlan plan) {
        double bytes = 2.0 * Float.BYTES * plan.initialParameters().length + FRAMES_BYTES;
        NetworkConditions conditions = scenario.network().overlaidBy(scenario.weather().sites().between());
        long paced = plan.parameters().flow().bytesPerSecondMax();
        double bandwidth = Math.min(paced == FlowParameters.UNLIMITED ? Double.MAX_VALUE : paced,
                bytesPerSecond(scenario));
        double latency = conditions.latency().map(Latency::most).map(Duration::toNanos).orElse(0L) / 1e9;
        return plan.parameters().interval().toNanos() / 1e9 + bytes / bandwidth + FRAMES * latency;
    }

    /**
     * Expected contraction by an exchange over a random link of the overlay between honest nodes, or by a random pair
     * where any two may meet or the graph is too large.
     *
     * @return 1 if honest nodes know of each other through liars alone, whom they shun
     */
    static double expectedContraction(Overlay overlay, int nodes, List<Integer> honest) {
        if (honest.size() < 2) {
            return 1;
        }
        double ofPairs = 1 - 1.0 / Math.max(1, nodes - 1);
        return nodes > NODES_MOST
                ? ofPairs
                : overlay.graph(nodes).map(graph -> GivenGraph.among(graph, honest))
                        .map(MixingMatrix::ofOneRandomLink).map(MixingMatrix::expectedContraction).orElse(ofPairs);
    }

    /** Number of links over which nodes exchange, those with liars included. */
    private static int links(Overlay overlay, int nodes) {
        return degrees(overlay, nodes).sum() / 2;
    }

    private static int neighboursMost(Overlay overlay, int nodes) {
        return degrees(overlay, nodes).max().orElse(0);
    }

    private static IntStream degrees(Overlay overlay, int nodes) {
        return overlay.graph(nodes)
                .map(graph -> IntStream.range(0, nodes).map(node -> graph.links(node, 0).size()))
                .orElseGet(() -> IntStream.range(0, nodes).map(node -> nodes - 1));
    }

    /** Honest nodes with a replica: a joining node has none at first. */
    private List<SimulatedNode> withReplicas() {
        return honest.stream().filter(SimulatedNode::takesPart).toList();
    }

    /**
     * The distance, over the norm of the mean, that exchanges leave. By {@link Promise}, V / n gets down to X² / (2 n
     * (1 − λ)), where X², of any two, is at most four times what the replica keeps that keeps most. The gap 1 − λ is
     * that of links which are used equally often; where nodes differ in speed, the links of the slowest are used less
     * often than the mean, and the gap is at least that share of it.
     */
    private double residue() {
        if (promise.isEmpty() || withReplicas().isEmpty()) {
            return 0;
        }
        double most = withReplicas().stream().map(node -> node.protocol.replica().orElseThrow())
                .mapToDouble(this::residueOf).max().orElse(0);
        double square = RESIDUE_SLACK * 4 * most
                / (2 * withReplicas().size() * (1 - contraction) * speedOfSlowest() * eased);
        return square == 0 ? 0 : StrictMath.sqrt(square) * FixedPoint.UNIT / norm(measure().mean());
    }

    /** Rounds of the node with the fewest, over the mean; 1 before all have had some. */
    private double speedOfSlowest() {
        LongSummaryStatistics rounds = honest.stream()
                .mapToLong(node -> node.protocol.rounds() - roundsBeforeOf[node.number]).summaryStatistics();
        return rounds.getMin() > 0 ? rounds.getMin() / rounds.getAverage() : 1;
    }

    private double residueOf(PublishedParameters replica) {
        Blocks blocks = replica.blocks();
        return IntStream.range(0, blocks.count()).mapToDouble(block -> promise.orElseThrow().residue()
                .of(replica.units(), blocks.offset(block), blocks.length(block))).sum();
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return StrictMath.sqrt(squares);
    }

    /** Largest allowed distance between replicas. */
    private double distanceMost() {
        return StrictMath.hypot(Math.max(AGREED, BOUND * distanceBefore), residue);
    }

    private double distance() {
        return withReplicas().isEmpty() ? 0 : measure().rootMeanSquare();
    }

    private ConsensusDistance measure() {
        return NodeEvaluation.distance(withReplicas());
    }

    /**
     * Looks how far replicas are apart.
     *
     * @return what came of it, once all is well
     * @throws LawBrokenException if it is time, and it is not
     */
    Optional<LivenessOutcome> look(double seconds, long exchanges) {
        distance = distance();
        distanceBefore = Math.max(distanceBefore, distance);
        residue = Math.max(residue, residue());
        boolean together = promise.isPresent() ? distance <= distanceMost() : !mustMeet || shareOfSlowest() > 0;
        boolean allRun = honest.stream().allMatch(node -> node.protocol.phase() == Phase.RUNNING);
        if (!allRun) {
            // A node that still copies a replica takes no part in the exchanges of the others.
            exchangesBefore = exchanges;
            honest.forEach(node -> exchangesBeforeOf[node.number] = node.exchanges);
        }
        if (seconds >= countsFrom) {
            countsFrom = Double.POSITIVE_INFINITY;
            honest.forEach(node -> exchangesBeforeOf[node.number] = node.exchanges);
        }
        boolean mayJudge = Double.isInfinite(countsFrom);
        long done = exchanges - exchangesBefore;
        if (together && Double.isNaN(measuredContraction) && done > 0 && distanceBefore > 0) {
            // Everything later is the codec's noise.
            measuredContraction = StrictMath.pow(distance / distanceBefore, 2.0 / done);
        }
        if (together && allRun && membership.allAreSeen()) {
            return Optional.of(new LivenessOutcome(seconds - beganSeconds, done, distanceBefore, distance,
                    promise.isPresent() ? distanceMost() : Double.NaN, contraction,
                    measuredContraction));
        }
        if (seconds >= deadlineSeconds || mayJudge && !isUneven && shareOfSlowest() >= exchangesMost && !together) {
            throw new LawBrokenException(Laws.CALM, complaint(seconds, done));
        }
        return Optional.empty();
    }

    /**
     * Exchanges if all nodes had as few as the node with the fewest. Theory is about nodes that are drawn equally
     * often, but a fast node has many exchanges before a slow one has its first.
     */
    private long shareOfSlowest() {
        long fewest = honest.stream().mapToLong(node -> node.exchanges - exchangesBeforeOf[node.number]).min()
                .orElse(0);
        return fewest * honest.size() / 2;
    }

    private String complaint(double seconds, long done) {
        Optional<SimulatedNode> outside = honest.stream().filter(node -> !node.takesPart()).findFirst();
        if (outside.isPresent()) {
            return String.format(Locale.ROOT, "After %.0f s %s is still %s, and sees %d peers", seconds - beganSeconds,
                    outside.get().id, outside.get().protocol.phase().word(), outside.get().protocol.livePeers().size());
        }
        ConsensusDistance distances = measure();
        SimulatedNode laggard = honest.stream()
                .max(Comparator.comparingDouble(node -> distances.of(honest.indexOf(node)))).orElseThrow();
        return String.format(Locale.ROOT,
                "After %.0f s and %d exchanges of at most %d the distance is %.3g, of %.3g at first and %.3g allowed. %s lags behind with "
                        + "%.3g: it is %s, sees %d peers, has %d unfinished blocks, and its last exchange was %.1f s ago",
                seconds - beganSeconds, done, exchangesMost, distance, distanceBefore, distanceMost(), laggard.id,
                distances.of(honest.indexOf(laggard)), laggard.protocol.phase().word(),
                laggard.protocol.livePeers().size(), laggard.protocol.unfinishedBlocks(),
                seconds - laggard.lastExchangeNanos / 1e9);
    }
}
