package dev.grapevine.node.result;

/**
 * One node at one moment: a line of {@code series.csv}. What is not known is NaN and written as nothing.
 *
 * @param seconds           since the start of the run
 * @param consensusDistance of this node's replica to the mean of all, over the mean's norm
 * @param peers             how many peers it holds for alive
 */
public record Sample(double seconds, int node, long round, long steps, double accuracy, double loss, long bytesSent,
        long bytesReceived, double consensusDistance, int peers) {

    public static final String HEADER = "seconds,node,round,steps,accuracy,loss,bytesSent,bytesReceived,"
            + "consensusDistance,peers";

    /** The line, without its end. */
    public String toCsv() {
        return String.join(",", number(seconds), String.valueOf(node), String.valueOf(round), String.valueOf(steps),
                number(accuracy), number(loss), String.valueOf(bytesSent), String.valueOf(bytesReceived),
                number(consensusDistance), String.valueOf(peers));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.valueOf((float) value);
    }
}
