package dev.grapevine.node.experiment;

import java.util.List;
import java.util.Optional;

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
 * @param suspectRounds         bad rounds of nodes' own training, of which nothing or only a part was published
 * @param clampedValues         parameters that would have left their range, in all nodes
 * @param bytesSentPerNode      everything that a node put on the wire, framing included
 * @param faults                what was injected, and when
 * @param traceHash             simulations only: equal for equal runs
 * @param fall                  only of a run that is much worse in the end than it was
 */
public record RunSummary(String name, long seed, String version, String mode, int nodes, double seconds,
        double wallSeconds, Spread accuracy, Spread loss, Double averagedModelAccuracy, Double consensusDistance,
        double stepsPerNode, double roundsPerNode, long exchanges, long failedExchanges, long suspectRounds,
        long clampedValues,
        BytesSent bytesSentPerNode, List<TargetTracker.Target> targets, List<InjectedFault> faults,
        List<Expectation.Outcome> expectations,
        @JsonInclude(JsonInclude.Include.NON_NULL) String traceHash,
        @JsonInclude(JsonInclude.Include.NON_NULL) Fall fall) {

    public RunSummary {
        averagedModelAccuracy = numberOrNull(averagedModelAccuracy);
        consensusDistance = numberOrNull(consensusDistance);
    }

    /** Of a run that is in the end about as good as it ever was. */
    public RunSummary(String name, long seed, String version, String mode, int nodes, double seconds,
            double wallSeconds, Spread accuracy, Spread loss, Double averagedModelAccuracy, Double consensusDistance,
            double stepsPerNode, double roundsPerNode, long exchanges, long failedExchanges, long suspectRounds,
            long clampedValues, BytesSent bytesSentPerNode, List<TargetTracker.Target> targets,
            List<InjectedFault> faults, List<Expectation.Outcome> expectations, String traceHash) {
        this(name, seed, version, mode, nodes, seconds, wallSeconds, accuracy, loss, averagedModelAccuracy,
                consensusDistance, stepsPerNode, roundsPerNode, exchanges, failedExchanges, suspectRounds,
                clampedValues, bytesSentPerNode, targets, faults, expectations, traceHash, null);
    }

    /** JSON has no way to write what is not finite. */
    private static Double numberOrNull(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    /** Mean and largest over the nodes. */
    public record BytesSent(double mean, double max) {}

    /** One fault, or the end of one. */
    public record InjectedFault(double seconds, String what) {}

    /** The same with expectations checked against it. */
    public RunSummary expecting(List<Expectation> expectations) {
        JsonNode tree = RunFolder.JSON.valueToTree(this);
        return new RunSummary(name, seed, version, mode, nodes, seconds, wallSeconds, accuracy, loss,
                averagedModelAccuracy, consensusDistance, stepsPerNode, roundsPerNode, exchanges, failedExchanges,
                suspectRounds, clampedValues, bytesSentPerNode, targets, faults,
                expectations.stream().map(e -> e.check(tree)).toList(), traceHash, fall);
    }

    /** The same of a run that may be much worse in the end than it was. */
    public RunSummary fallen(Optional<Fall> found) {
        return new RunSummary(name, seed, version, mode, nodes, seconds, wallSeconds, accuracy, loss,
                averagedModelAccuracy, consensusDistance, stepsPerNode, roundsPerNode, exchanges, failedExchanges,
                suspectRounds, clampedValues, bytesSentPerNode, targets, faults, expectations, traceHash,
                found.orElse(null));
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

    /**
     * How a command ends that made this run: 0; 1 if expectations count and one does not hold; 2 if it is much worse in the
     * end than it was.
     */
    public int exitCode(boolean check) {
        if (check && !isAsExpected()) {
            return 1;
        }
        return fall == null ? 0 : 2;
    }

    /** Whether every expectation holds. */
    @JsonIgnore
    public boolean isAsExpected() {
        return expectations.stream().allMatch(Expectation.Outcome::holds);
    }
}
