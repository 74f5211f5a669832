package dev.grapevine.node.history;

/**
 * The state of a node at one moment.
 *
 * @param time          milliseconds since 1970
 * @param rounds        local rounds in the replica
 * @param accuracy      of the served model at the last evaluation, R² for a regression; null before the first, and where it
 *                      is not finite
 * @param trainLoss     mean loss at the end of the last round; null likewise
 * @param testLoss      mean loss of the served model at the last evaluation; null likewise
 * @param bytesSent     since the history began
 * @param bytesReceived the same
 * @param peers         that are not suspected
 */
public record HistoryPoint(long time, long rounds, Double accuracy, Double trainLoss, Double testLoss, long bytesSent,
        long bytesReceived, int peers) {

    public HistoryPoint {
        accuracy = finite(accuracy);
        trainLoss = finite(trainLoss);
        testLoss = finite(testLoss);
    }

    private static Double finite(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }
}
