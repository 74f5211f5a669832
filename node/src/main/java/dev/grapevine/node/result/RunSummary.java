package dev.grapevine.node.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What {@code summary.json} says of a run; the components are its keys, in this order.
 *
 * @param mode                  {@code sim}, {@code cluster} or {@code train}
 * @param seconds               virtual in a simulation, else the same as {@code wallSeconds}
 * @param accuracy              of the models that nodes serve; R² for regression
 * @param averagedModelAccuracy of the mean of all replicas; null where it is no number
 * @param consensusDistance     root mean square distance of the replicas to their mean, over the mean's norm; null where
 *                              it is no number
 * @param limitsReached         how often a node dropped, declined, cut or forgot something at a bound of the protocol
 * @param suspectRounds         bad rounds of nodes' own training, of which nothing or only a part was published
 * @param clampedValues         parameters that would have left their range, in all nodes
 * @param bytesSentPerNode      everything that a node put on the wire, framing included
 * @param faults                what was injected, and when
 * @param traceHash             simulations only: equal for equal runs
 * @param fall                  only of a run that is much worse in the end than it was
 * @param stops                 of nodes that stopped because of options of their own; left out if there are none
 */
public record RunSummary(String name, long seed, String version, String mode, int nodes, double seconds,
        double wallSeconds, Spread accuracy, Spread loss, Double averagedModelAccuracy, Double consensusDistance,
        double stepsPerNode, double roundsPerNode, long exchanges, long failedExchanges, long limitsReached,
        long suspectRounds, long clampedValues,
        BytesSent bytesSentPerNode, List<TargetTracker.Target> targets, List<InjectedFault> faults,
        List<Expectation.Outcome> expectations,
        @JsonInclude(JsonInclude.Include.NON_NULL) String traceHash,
        @JsonInclude(JsonInclude.Include.NON_NULL) Fall fall,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Stop> stops) {

    public RunSummary {
        averagedModelAccuracy = numberOrNull(averagedModelAccuracy);
        consensusDistance = numberOrNull(consensusDistance);
        stops = List.copyOf(stops);
    }

    /** A run's name and kind; the components are those of the summary. */
    public record Subject(String name, long seed, String version, String mode, int nodes) {}

    /** How long a run took; the components are those of the summary. */
    public record Lasted(double seconds, double wallSeconds) {}

    /** How good its models are in the end; the components are those of the summary. */
    public record Quality(Spread accuracy, Spread loss, Double averagedModelAccuracy, Double consensusDistance) {}

    /** What nodes did on their own; the components are those of the summary. */
    public record Training(double stepsPerNode, double roundsPerNode, long suspectRounds, long clampedValues) {}

    /** What nodes did together; the components are those of the summary. */
    public record Gossip(long exchanges, long failedExchanges, long limitsReached, BytesSent bytesSentPerNode) {

        /** The gossip of a training on one's own: none. */
        public static final Gossip NONE = new Gossip(0, 0, 0, new BytesSent(0, 0));
    }

    /**
     * The summary of a run without faults, trace and expectations, which ends about as good as it ever was.
     *
     * @param targets those that it reached
     */
    public static RunSummary of(Subject subject, Lasted lasted, Quality quality, Training training, Gossip gossip,
            List<TargetTracker.Target> targets) {
        return new RunSummary(subject.name, subject.seed, subject.version, subject.mode, subject.nodes,
                lasted.seconds, lasted.wallSeconds, quality.accuracy, quality.loss, quality.averagedModelAccuracy,
                quality.consensusDistance, training.stepsPerNode, training.roundsPerNode, gossip.exchanges,
                gossip.failedExchanges, gossip.limitsReached, training.suspectRounds, training.clampedValues,
                gossip.bytesSentPerNode,
                targets,
                List.of(), List.of(), null, null, List.of());
    }

    /** JSON has no way to write what is not finite. */
    private static Double numberOrNull(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    /** Mean and largest over the nodes. */
    public record BytesSent(double mean, double max) {}

    /** A node stopped because of options of its own, which no other node has; the others went on. */
    public record Stop(double seconds, int node, String why) {}

    /** One fault, or the end of one. */
    public record InjectedFault(double seconds, String what) {}

    /** The same with expectations checked against it. */
    public RunSummary expecting(List<Expectation> expectations) {
        JsonNode tree = RunFolder.JSON.valueToTree(this);
        return with(wallSeconds, faults, expectations.stream().map(e -> e.check(tree)).toList(), traceHash, fall,
                stops);
    }

    /** The same of a run that may be much worse in the end than it was. */
    public RunSummary fallen(Optional<Fall> found) {
        return with(wallSeconds, faults, expectations, traceHash, found.orElse(null), stops);
    }

    /** The same of a run in which nodes may have stopped because of options of their own. */
    public RunSummary stopped(List<Stop> found) {
        return with(wallSeconds, faults, expectations, traceHash, fall, found);
    }

    /** The same of a run in which faults were injected. */
    public RunSummary disturbed(List<InjectedFault> injected) {
        return with(wallSeconds, injected, expectations, traceHash, fall, stops);
    }

    /** The same of a simulation. */
    public RunSummary traced(String hash) {
        return with(wallSeconds, faults, expectations, hash, fall, stops);
    }

    /** The same with expectations that were checked elsewhere. */
    public RunSummary judged(List<Expectation.Outcome> outcomes) {
        return with(wallSeconds, faults, outcomes, traceHash, fall, stops);
    }

    /** The same of a run that took another time by the clock on the wall: equal runs are equal but for that. */
    public RunSummary lasting(double seconds) {
        return with(seconds, faults, expectations, traceHash, fall, stops);
    }

    private RunSummary with(double wall, List<InjectedFault> injected, List<Expectation.Outcome> outcomes, String hash,
            Fall found, List<Stop> stopped) {
        return new RunSummary(name, seed, version, mode, nodes, seconds, wall, accuracy, loss, averagedModelAccuracy,
                consensusDistance, stepsPerNode, roundsPerNode, exchanges, failedExchanges, limitsReached,
                suspectRounds,
                clampedValues, bytesSentPerNode, targets, injected, outcomes, hash, found, stopped);
    }

    /** A sentence about what nodes found wrong with their own training; empty if it is nothing. */
    public Optional<String> troubles() {
        return suspectRounds == 0 && clampedValues == 0
                ? Optional.empty()
                : Optional.of(suspectRounds + " rounds of training were bad and not published, or only in part; "
                        + clampedValues + " values were clamped");
    }

    /** What to tell users of a run that is much worse in the end than it was; empty for others. */
    public Optional<String> fallSentence() {
        return Optional.ofNullable(fall).map(Fall::sentence);
    }

    /** A sentence about nodes that stopped because of options of their own; empty if none did. */
    public Optional<String> stopSentence() {
        if (stops.isEmpty()) {
            return Optional.empty();
        }
        Stop first = stops.getFirst();
        long stopped = stops.stream().mapToInt(Stop::node).distinct().count();
        return Optional.of(String.format(Locale.ROOT,
                "%d of %d nodes stopped because of options of %s own, and the others went on: node %d after %.1f s, %s",
                stopped, nodes, stopped == 1 ? "its" : "their", first.node(), first.seconds(), first.why()));
    }

    /** What is wrong with the run in spite of all that holds, a sentence each. */
    public List<String> warnings() {
        return Stream.of(fallSentence(), stopSentence()).flatMap(Optional::stream).toList();
    }

    /**
     * How a command ends that made this run: 0; 1 if expectations count and one does not hold; 2 if there are
     * {@link #warnings}.
     */
    public int exitCode(boolean check) {
        if (check && !isAsExpected()) {
            return 1;
        }
        return warnings().isEmpty() ? 0 : 2;
    }

    /** Whether every expectation holds. */
    @JsonIgnore
    public boolean isAsExpected() {
        return expectations.stream().allMatch(Expectation.Outcome::holds);
    }
}
