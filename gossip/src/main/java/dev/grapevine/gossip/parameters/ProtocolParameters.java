package dev.grapevine.gossip.parameters;

import java.time.Duration;

/**
 * Every knob of the protocol. {@link #DEFAULT} suits devices on a local network or the internet; {@code PROTOCOL.md}
 * has the table.
 *
 * @param blockSize           parameters per block. A block is framed in about 20 bytes, so 4096 parameters of 4 bits
 *                            spend 1 % on framing
 * @param localSteps          local steps per round; {@link #AUTO} lets a controller choose 64 to 256
 * @param fanout              exchanges that a node starts after each round
 * @param interval            least time between two times of starting exchanges
 * @param serveDecay          decay of the served running average, 0 to less than 1
 * @param windowBlocks        blocks that one exchange has in flight at once
 * @param openExchangesMax    exchanges that a node has started and not finished at once; stalled ones do not count
 * @param unfinishedBlocksMax blocks half done, in both roles together, before nothing new is started or accepted
 * @param retryAfter          first wait before something is said again; doubles each time
 * @param retryAfterMax       longest such wait
 * @param offerAttempts       how often an offer is made before another peer is tried
 * @param stallAttempts       how often blocks are asked for before no further block of that exchange is started
 * @param enrolmentPatience   how long a node looks for a charter before one is founded
 * @param sumsPatience        how long the founder of a run waits for what others tell of their data
 * @param leavePatience       how long a leaving node waits for what is unfinished
 * @param checkpointInterval  least time between two checkpoints
 * @param frameBytesMax       longest frame, in bytes
 * @param flow                with whom a node gossips, and how much
 */
public record ProtocolParameters(int blockSize, int localSteps, int fanout, Duration interval, float serveDecay,
        int windowBlocks, int openExchangesMax, int unfinishedBlocksMax, Duration retryAfter, Duration retryAfterMax,
        int offerAttempts, int stallAttempts, Duration enrolmentPatience, Duration sumsPatience,
        Duration leavePatience, Duration checkpointInterval, int frameBytesMax, FlowParameters flow) {

    /** {@link #localSteps} when a controller chooses. */
    public static final int AUTO = 0;

    public static final ProtocolParameters DEFAULT = new ProtocolParameters(4096, AUTO, 1, Duration.ZERO, 0.9f, 8, 2,
            1024, Duration.ofSeconds(1), Duration.ofSeconds(30), 2, 4, Duration.ofSeconds(10), Duration.ofSeconds(60),
            Duration.ofSeconds(5), Duration.ofSeconds(10), 1 << 20, FlowParameters.DEFAULT);

    public ProtocolParameters {
        require(blockSize >= 1 && blockSize <= 1 << 17, "blockSize", blockSize, "1 to 131072");
        require(localSteps >= 0 && localSteps <= 1_000_000, "localSteps", localSteps, "auto or 1 to 1000000");
        require(fanout >= 0 && fanout <= 64, "fanout", fanout, "0 to 64");
        require(!interval.isNegative(), "interval", interval, "0 and more");
        require(serveDecay >= 0 && serveDecay < 1, "serve", serveDecay, "0 to less than 1");
        require(windowBlocks >= 1, "windowBlocks", windowBlocks, "1 and more");
        require(openExchangesMax >= 1, "openExchangesMax", openExchangesMax, "1 and more");
        require(unfinishedBlocksMax >= 2L * windowBlocks, "unfinishedBlocksMax", unfinishedBlocksMax,
                "twice windowBlocks and more");
        require(retryAfter.isPositive(), "retryAfter", retryAfter, "more than 0");
        require(retryAfterMax.compareTo(retryAfter) >= 0, "retryAfterMax", retryAfterMax, "retryAfter and more");
        require(!sumsPatience.isNegative(), "sumsPatience", sumsPatience, "0 and more");
        require(frameBytesMax >= 8 * blockSize + 256, "frameBytesMax", frameBytesMax, "8 * blockSize + 256 and more");
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ": allowed are " + allowed);
        }
    }

    /** How long to wait before attempt {@code attempt + 1}: {@code min(retryAfterMax, retryAfter · 2^(attempt−1))}. */
    public Duration retryDelay(int attempt) {
        Duration delay = retryAfter;
        for (int i = 1; i < attempt && delay.compareTo(retryAfterMax) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(retryAfterMax) < 0 ? delay : retryAfterMax;
    }
}
