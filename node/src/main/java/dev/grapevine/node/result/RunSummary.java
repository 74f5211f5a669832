package dev.grapevine.node.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Content of {@code summary.json}; the components are its keys, in this order.
 *
 * @param mode                  {@code sim}, {@code cluster} or {@code train}
 * @param seconds               virtual time in a simulation, else the same as {@code wallSeconds}
 * @param accuracy              of the models that nodes serve; R² for regression
 * @param averagedModelAccuracy of the mean of all replicas; null if it is not a number
 * @param consensusDistance     root mean square distance of the replicas from their mean, divided by the mean's norm;
 *                              null if it is not a number
 * @param limitsReached         how often a node dropped, declined, cut or forgot something at a bound of the protocol
 * @param suspectRounds         bad local rounds, of which nothing or only a part was published
 * @param clampedValues         number of parameters that would have left their range, in all nodes
 * @param bytesSentPerNode      all bytes that a node sent, framing included
 * @param faults                injected faults with their times
 * @param traceHash             simulations only: equal for equal runs
 * @param fall                  only if the run is much worse at the end than at its best
 * @param stops                 nodes that stopped because of their own options; left out if there are none
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

    /** Name and kind of a run; the components are those of the summary. */
    public record Subject(String name, long seed, String version, String mode, int nodes) {}

    /** Duration of a run; the components are those of the summary. */
    public record Lasted(double seconds, double wallSeconds) {}

    /** Final quality of its models; the components are those of the summary. */
    public record Quality(Spread accuracy, Spread loss, Double averagedModelAccuracy, Double consensusDistance) {}

    /** Local training of the nodes; the components are those of the summary. */
    public record Training(double stepsPerNode, double roundsPerNode, long suspectRounds, long clampedValues) {}

    /** Gossip among the nodes; the components are those of the summary. */
    public record Gossip(long exchanges, long failedExchanges, long limitsReached, BytesSent bytesSentPerNode) {

        /** Gossip of a centralized training: none. */
        public static final Gossip NONE = new Gossip(0, 0, 0, new BytesSent(0, 0));
    }

    /**
     * Summary of a run without faults, trace and expectations, whose final quality is close to its best.
     *
     * @param targets targets that it reached
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

    /** JSON cannot express numbers that are not finite. */
    private static Double numberOrNull(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    /** Mean and maximum over the nodes. */
    public record BytesSent(double mean, double max) {}

    /** A node stopped because of its own options; the others continued. */
    public record Stop(double seconds, int node, String why) {}

    /** Start or end of a fault. */
    public record InjectedFault(double seconds, String what) {}

    /** Copy with expectations checked on it. */
    public RunSummary withExpectations(List<Expectation> expectations) {
        JsonNode tree = RunFolder.JSON.valueToTree(this);
        return with(wallSeconds, faults, expectations.stream().map(e -> e.check(tree)).toList(), traceHash, fall,
                stops);
    }

    /** Copy for a run that may be much worse at the end than at its best. */
    public RunSummary withFall(Optional<Fall> found) {
        return with(wallSeconds, faults, expectations, traceHash, found.orElse(null), stops);
    }

    /** Copy with nodes that stopped because of their own options. */
    public RunSummary withStops(List<Stop> found) {
        return with(wallSeconds, faults, expectations, traceHash, fall, found);
    }

    /** Copy with injected faults. */
    public RunSummary withFaults(List<InjectedFault> injected) {
        return with(wallSeconds, injected, expectations, traceHash, fall, stops);
    }

    /** Copy for a simulation. */
    public RunSummary withTraceHash(String hash) {
        return with(wallSeconds, faults, expectations, hash, fall, stops);
    }

    /** Copy with expectations that were checked elsewhere. */
    public RunSummary withOutcomes(List<Expectation.Outcome> outcomes) {
        return with(wallSeconds, faults, outcomes, traceHash, fall, stops);
    }

    /** Copy with another duration: equal runs differ in wall-clock time only. */
    public RunSummary withWallSeconds(double seconds) {
        return with(seconds, faults, expectations, traceHash, fall, stops);
    }

    private RunSummary with(double wall, List<InjectedFault> injected, List<Expectation.Outcome> outcomes, String hash,
            Fall found, List<Stop> stopped) {
        return new RunSummary(name, seed, version, mode, nodes, seconds, wall, accuracy, loss, averagedModelAccuracy,
                consensusDistance, stepsPerNode, roundsPerNode, exchanges, failedExchanges, limitsReached,
                suspectRounds,
                clampedValues, bytesSentPerNode, targets, injected, outcomes, hash, found, stopped);
    }

    /** Sentence about bad local rounds and clamped values; empty if there are none. */
    public Optional<String> troubles() {
        return suspectRounds == 0 && clampedValues == 0
                ? Optional.empty()
                : Optional.of(suspectRounds + " bad rounds of training were not published, or only in part; "
                        + clampedValues + " values were clamped");
    }

    /** Message to users of a run that is much worse at the end than at its best; empty for others. */
    public Optional<String> fallSentence() {
        return Optional.ofNullable(fall).map(Fall::sentence);
    }

    /** Sentence about nodes that stopped because of their own options; empty if there are none. */
    public Optional<String> stopSentence() {
        if (stops.isEmpty()) {
            return Optional.empty();
        }
        Stop first = stops.getFirst();
        long stopped = stops.stream().mapToInt(Stop::node).distinct().count();
        return Optional.of(String.format(Locale.ROOT,
                "%d of %d nodes stopped because of %s own options, and the others continued: node %d after %.1f s, %s",
                stopped, nodes, stopped == 1 ? "its" : "their", first.node(), first.seconds(), first.why()));
    }

    /** Problems of the run besides failed expectations, one sentence each. */
    public List<String> warnings() {
        return Stream.of(fallSentence(), stopSentence()).flatMap(Optional::stream).toList();
    }

    /**
     * Exit code of the command that made this run: 0; 1 if {@code check} is set and an expectation fails; 2 if there
     * are {@link #warnings}.
     */
    public int exitCode(boolean check) {
        if (check && !isAsExpected()) {
            return 1;
        }
        return warnings().isEmpty() ? 0 : 2;
    }

    /** Whether all expectations hold. */
    @JsonIgnore
    public boolean isAsExpected() {
        return expectations.stream().allMatch(Expectation.Outcome::holds);
    }
}
