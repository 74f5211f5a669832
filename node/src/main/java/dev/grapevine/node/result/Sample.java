package dev.grapevine.node.result;

/**
 * Metrics of one node at one time: a line of {@code series.csv}. Unknown numbers are NaN and written as empty cells.
 *
 * @param seconds           since the start of the run
 * @param consensusDistance distance of this node's replica from the mean of all, divided by the mean's norm
 * @param peers             number of peers that the node considers alive
 */
public record Sample(double seconds, int node, long round, long steps, double accuracy, double loss, long bytesSent,
        long bytesReceived, double consensusDistance, int peers) {

    public static final String HEADER = "seconds,node,round,steps,accuracy,loss,bytesSent,bytesReceived,"
            + "consensusDistance,peers";

    /** CSV line without a line end. */
    public String toCsv() {
        return String.join(",", number(seconds), String.valueOf(node), String.valueOf(round), String.valueOf(steps),
                number(accuracy), number(loss), String.valueOf(bytesSent), String.valueOf(bytesReceived),
                number(consensusDistance), String.valueOf(peers));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.valueOf((float) value);
    }
}
