package dev.grapevine.node.http;

import java.util.List;

/**
 * What {@code GET /status} says; the components are its keys.
 *
 * @param phase            of the protocol, in small letters
 * @param rounds           rounds of training in the replica
 * @param steps            local steps since the beginning of the run, restarts included
 * @param loss             mean training loss at the end of the last round; null before
 * @param accuracy         of the served model when it was last judged; null before
 * @param judgedLoss       its mean loss on the same rows
 * @param bytesSent        everything that went over the wire since this process started, framing included
 * @param exchanges        that finished, in either role
 * @param failedExchanges  that this node started and gave up
 * @param peers            those held for alive
 * @param unfinishedBlocks blocks half done
 * @param suspectRounds    bad rounds of this node's own training, of which nothing or only a part was published
 * @param clampedValues    parameters that would have left their range, since the beginning of the run
 * @param faults           wrong things that peers did
 */
public record NodeStatus(String version, String peer, long incarnation, String phase, String model, long rounds,
        long steps, int localSteps, Double loss, Double accuracy, Double judgedLoss, long bytesSent, long bytesReceived,
        long framesDropped, long exchanges, long failedExchanges, List<String> peers, int unfinishedBlocks,
        long suspectRounds, long clampedValues, long faults, int rows, double uptimeSeconds) {}
