package dev.grapevine.node.http;

import java.util.List;
import java.util.Map;

/**
 * The answer to {@code GET /status}; the components are its keys.
 *
 * @param peer             the node's identity: 26 letters that follow from its key
 * @param name             for people: its name, or the beginning of its identity
 * @param phase            phase of the protocol in lower case
 * @param runId            the identity of the run; empty before it is known, and for a run that an older version founded
 * @param rounds           local rounds in the replica
 * @param steps            local steps since the beginning of the run, over restarts
 * @param loss             mean training loss at the end of the last round; null before the first
 * @param accuracy         accuracy of the served model at the last evaluation; null before the first
 * @param judgedLoss       mean loss of the served model on the same rows; null before the first evaluation
 * @param bytesSent        bytes on the wire since this process started, framing included
 * @param exchanges        finished exchanges, in either role
 * @param failedExchanges  exchanges that this node initiated and abandoned
 * @param peers            peers that are not suspected
 * @param unfinishedBlocks blocks whose exchange is under way
 * @param suspectRounds    local rounds of which nothing or only a part was published because they looked wrong
 * @param clampedValues    parameters clamped to their range since the beginning of the run
 * @param faults           faults of peers
 * @param failedWrites     writes to the disk that failed since this process started, each try counted
 * @param limitsReached    how often something was dropped, declined, cut or forgotten at a bound of the protocol, by its
 *                         name in {@code PROTOCOL.md}
 * @param security         its part in a run with invitations; null for a node that others on its machine alone reach
 * @param spare            the copies of checkpoints that it and its peers keep for each other; null for such a node
 *                         unless it wants any
 * @param run              the run as a whole; null before the node has measured its model or heard of a peer's
 */
public record NodeStatus(String version, String peer, String name, long incarnation, String phase, String model,
        String runId, long rounds, long steps, int localSteps, Double loss, Double accuracy, Double judgedLoss,
        long bytesSent, long bytesReceived,
        long framesDropped, long exchanges, long failedExchanges, List<String> peers, int unfinishedBlocks,
        long suspectRounds, long clampedValues, long faults, Map<String, Long> limitsReached, int rows,
        double uptimeSeconds, long failedWrites, Device device, Checkpoints checkpoints, Security security,
        Spare spare, Run run) {

    /**
     * The whole run as this node knows it by what live peers have told of their models, its own included.
     *
     * @param nodes     the number of those nodes
     * @param accuracy  of the models that they serve, each on rows of its node's own
     * @param loss      their mean losses, likewise
     * @param roundsMin the fewest rounds of any of them when it last measured
     * @param roundsMax the most
     */
    public record Run(int nodes, Mean accuracy, Mean loss, long roundsMin, long roundsMax) {}

    /**
     * A mean over nodes.
     *
     * @param spread the standard deviation between nodes
     * @param error  the standard error of the mean; null while one node alone is known
     */
    public record Mean(double mean, double spread, Double error) {}

    /**
     * The resources that the node takes of its device, beside the limits that its user has set.
     *
     * @param cpuLimit       processors that it may use on average; null for all
     * @param cpuSeconds     processor time since this process started
     * @param restedSeconds  time for which training rested to keep that limit
     * @param memoryLimit    resident bytes that it may take; null for what its heap allows
     * @param residentBytes  resident bytes at present; null where the system does not tell
     * @param bandwidthLimit bytes that it may send in a second; null without a limit
     * @param pausedFor      why training pauses at present; null while it goes on
     * @param pausedSeconds  time for which training has paused
     */
    public record Device(Double cpuLimit, double cpuSeconds, double restedSeconds, Long memoryLimit, Long residentBytes,
            Long bandwidthLimit, String pausedFor, double pausedSeconds) {}

    /**
     * The node's checkpoints.
     *
     * @param intervalSeconds time from one to the next at present
     * @param ageSeconds      time since the last one that is on disk was taken; null before the first
     * @param costSeconds     mean time that one takes; null before the first
     */
    public record Checkpoints(double intervalSeconds, Double ageSeconds, Double costSeconds) {}

    /**
     * Copies of checkpoints on other devices.
     *
     * @param wanted            how many peers have to keep this node's
     * @param keepers           those that have confirmed one since this process started
     * @param bytes             size of the newest copy of this node; 0 before the first
     * @param ageSeconds        time since the newest copy that is kept was made; null before the first
     * @param kept              how many are kept here for others
     * @param keptBytes         of all of those
     * @param keptOldestSeconds time since the oldest of them came; null without one
     * @param refused           what others wanted to have kept and was refused, or was no message
     */
    public record Spare(int wanted, List<String> keepers, int bytes, Double ageSeconds, int kept, long keptBytes,
            Double keptOldestSeconds, long refused) {

        /** The state of a node whose copies nobody can keep. */
        public static Spare nobodyKeeps(int wanted) {
            return new Spare(wanted, List.of(), 0, null, 0, 0, null, 0);
        }
    }

    /**
     * The node's part in a run with invitations.
     *
     * @param inviters        the inviters that were met since this process started, itself included
     * @param inviter         whether it may let devices in
     * @param certificateEnds the last moment when its certificates are valid, such as {@code 2026-11-28T09:30:00Z}
     * @param note            what its user has to look after, as sentences; null if there is nothing
     */
    public record Security(int inviters, boolean inviter, String certificateEnds, String note) {}
}
