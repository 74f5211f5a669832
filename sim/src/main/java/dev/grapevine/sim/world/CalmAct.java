package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.consensus.topology.GivenGraph;
import dev.grapevine.consensus.topology.MixingMatrix;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.experiment.Latency;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.Scenario;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;

/**
 * How far replicas have to come together in calm weather, how many exchanges that may take, and who is to blame if they do
 * not.
 *
 * <p>By theory one exchange of a random pair multiplies the expected sum of squared distances by a factor that the overlay
 * decides on. The bound is a tenth of the distance that there was. Several times the exchanges that this takes by theory
 * are allowed, because exchanges at the same time take smaller steps, codecs add noise, and nodes are unequally fast.
 */
final class CalmAct {

    /** So far apart replicas may stay, whatever they were before: what compression leaves is no disagreement. */
    private static final double AGREED = 1e-3;
    private static final double BOUND = 0.1;
    /** What an eigenvalue is not exact to. */
    private static final double NONE = 1e-9;
    /** Codecs whose error vanishes with disagreement; what others leave has no bound that a law could ask for. */
    private static final List<String> AGREEING = List.of("modular", "float32", "randomk");
    /** More than an exchange of one block takes besides the block. */
    private static final int FRAMES_BYTES = 256;
    private static final int FRAMES = 8;
    /** Exchanges allowed over those that theory asks for. */
    private static final double SLACK = 8;
    /** And as many for each node, so that a codec's grid can follow disagreement down. */
    private static final int EXCHANGES_EACH = 20;
    /** Membership may take that long to notice that all is well, and peers that were ignored that long to be heard. */
    private static final double SECONDS_LEAST = 300;
    /** Above, eigenvalues take too long; all overlays but a random one are for fewer nodes. */
    private static final int NODES_MOST = 512;

    private final List<SimulatedNode> honest;
    private final SimulatedMembership membership;
    /**
     * Not where liars part the others, and not where numbers of rounds may: with a bound on staleness nodes of unequal speed drift
     * apart in rounds until they refuse each other, by design.
     */
    private final boolean mustContract;
    private final double contraction;
    private final long exchangesMost;
    private final double beganSeconds;
    private final double deadlineSeconds;
    private long exchangesBefore;
    private final long[] exchangesBeforeOf;
    /** The largest so far: rounds that were under way when training came to rest still end. */
    private double distanceBefore;
    private double distance;
    private double measuredContraction = Double.NaN;

    /**
     * @param longestRoundNanos of all that were computed so far
     */
    CalmAct(Scenario scenario, RunPlan plan, List<SimulatedNode> honest, SimulatedMembership membership,
            double seconds, long exchanges, long longestRoundNanos) {
        this.honest = honest;
        this.membership = membership;
        int nodes = scenario.nodes();
        this.contraction = expectedContraction(plan.parameters().flow().overlay(), nodes,
                honest.stream().map(node -> node.number).toList());
        this.mustContract = contraction < 1 - NONE && Rooms.ALL.strategy(plan.strategy()).contracts(plan.compression())
                && AGREEING.contains(plan.compression().split(":")[0])
                && plan.parameters().flow().staleness().tolerated() == Staleness.IGNORED;
        double gap = contraction < 1 - NONE ? 1 - contraction : 1;
        double wanted = -2 * StrictMath.log(BOUND) / gap / shareOfParameters(plan.compression());
        this.exchangesMost = (long) Math.ceil(SLACK * wanted) + (long) EXCHANGES_EACH * nodes;
        this.beganSeconds = seconds;
        this.deadlineSeconds = seconds + SECONDS_LEAST
                + (longestRoundNanos / 1e9 + secondsPerExchange(scenario, plan)) * exchangesMost / nodes;
        this.exchangesBefore = exchanges;
        this.exchangesBeforeOf = new long[nodes];
        honest.forEach(node -> exchangesBeforeOf[node.number] = node.exchanges);
        this.distanceBefore = distance();
        this.distance = distanceBefore;
    }

    /** The longest that a whole replica takes there and back, and the interval between exchanges. */
    private static double secondsPerExchange(Scenario scenario, RunPlan plan) {
        double bytes = 2.0 * Float.BYTES * plan.initialParameters().length + FRAMES_BYTES;
        NetworkConditions conditions = scenario.network().overlaidBy(scenario.weather().sites().between());
        long paced = plan.parameters().flow().bytesPerSecondMax();
        double bandwidth = Math.min(paced == FlowParameters.UNLIMITED ? Double.MAX_VALUE : paced,
                Math.min(conditions.bytesPerSecondOut().orElse(Double.MAX_VALUE),
                        conditions.bytesPerSecondIn().orElse(Double.MAX_VALUE)));
        double latency = conditions.latency().map(Latency::most).map(Duration::toNanos).orElse(0L) / 1e9;
        return plan.parameters().interval().toNanos() / 1e9 + bytes / bandwidth + FRAMES * latency;
    }

    /**
     * Of random links of the overlay between honest nodes; of random pairs where any two may meet, or the graph is too
     * large.
     *
     * @return 1 if honest nodes know of each other through liars alone, whom they shun
     */
    static double expectedContraction(String overlay, int nodes, List<Integer> honest) {
        if (honest.size() < 2) {
            return 1;
        }
        double ofPairs = 1 - 1.0 / Math.max(1, nodes - 1);
        return nodes > NODES_MOST
                ? ofPairs
                : Overlays.graph(overlay, nodes).map(graph -> GivenGraph.among(graph, honest))
                        .map(MixingMatrix::ofOneRandomLink).map(MixingMatrix::expectedContraction).orElse(ofPairs);
    }

    /** The part of a replica that one exchange is about. */
    private static double shareOfParameters(String compression) {
        String[] parts = compression.split(":");
        return parts[0].equals("randomk") ? Double.parseDouble(parts[1]) : 1;
    }

    /** Who joins from nothing has none at first. */
    private List<SimulatedNode> withReplicas() {
        return honest.stream().filter(SimulatedNode::takesPart).toList();
    }

    private double distance() {
        return withReplicas().isEmpty() ? 0 : measure().rootMeanSquare();
    }

    private ConsensusDistance measure() {
        return Judging.distance(withReplicas());
    }

    /**
     * Looks how far replicas are apart.
     *
     * @return what came of it, once all is well
     * @throws LawBrokenException if it is time, and it is not
     */
    Optional<Calm> look(double seconds, long exchanges) {
        distance = distance();
        distanceBefore = Math.max(distanceBefore, distance);
        boolean together = !mustContract || distance <= Math.max(AGREED, BOUND * distanceBefore);
        boolean allRun = honest.stream().allMatch(node -> node.protocol.phase() == Phase.RUNNING);
        if (!allRun) {
            // Who still copies a replica has no part in the exchanges of the others.
            exchangesBefore = exchanges;
            honest.forEach(node -> exchangesBeforeOf[node.number] = node.exchanges);
        }
        long done = exchanges - exchangesBefore;
        if (together && Double.isNaN(measuredContraction) && done > 0 && distanceBefore > 0) {
            // What comes after is the codec's noise.
            measuredContraction = StrictMath.pow(distance / distanceBefore, 2.0 / done);
        }
        if (together && allRun && membership.allAreSeen()) {
            return Optional.of(new Calm(seconds - beganSeconds, done, distanceBefore, distance, contraction,
                    measuredContraction));
        }
        if (seconds >= deadlineSeconds || shareOfSlowest() >= exchangesMost && !together) {
            throw new LawBrokenException(Laws.CALM, complaint(seconds, done));
        }
        return Optional.empty();
    }

    /**
     * How many exchanges there were if all nodes had as few as the one with the fewest: theory is about nodes that are
     * drawn equally often, and fast ones have theirs over and over while a slow one has its first.
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
                "After %.0f s and %d exchanges of at most %d the distance is %.3g, of %.3g at first. %s lags behind with "
                        + "%.3g: it is %s, sees %d peers, has %d unfinished blocks, and its last exchange was %.1f s ago",
                seconds - beganSeconds, done, exchangesMost, distance, distanceBefore, laggard.id,
                distances.of(honest.indexOf(laggard)), laggard.protocol.phase().name().toLowerCase(Locale.ROOT),
                laggard.protocol.livePeers().size(), laggard.protocol.unfinishedBlocks(),
                seconds - laggard.lastExchangeNanos / 1e9);
    }
}
