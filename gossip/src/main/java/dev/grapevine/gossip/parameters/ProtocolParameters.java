package dev.grapevine.gossip.parameters;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * All parameters of the protocol. {@link #DEFAULT} suits devices on a local network or the internet;
 * {@link ProtocolKnobs} and {@code PROTOCOL.md} describe each parameter.
 *
 * @param blockSize           parameters per block. A block is framed in about 20 bytes, so 4096 parameters of 4 bits
 *                            spend 1 % on framing
 * @param localSteps          local steps per round; {@link #AUTO} lets a controller choose 64 to 256
 * @param fanout              exchanges that a node starts after each round
 * @param interval            minimum time between starts of exchanges
 * @param serveDecay          decay of the served running average, 0 to less than 1
 * @param windowBlocks        blocks that one exchange has in flight at once
 * @param openExchangesMax    unfinished exchanges that a node has started; stalled ones do not count
 * @param unfinishedBlocksMax unfinished blocks, in both roles together, from which nothing new is started or accepted
 * @param retryAfter          first wait before a retransmission; doubles each time
 * @param retryAfterMax       longest wait before a retransmission
 * @param offerAttempts       sends of an offer before another peer is tried
 * @param stallAttempts       requests for blocks before an exchange starts no further block
 * @param enrolmentPatience   how long a node looks for a charter before it founds a run
 * @param foundingNodes       nodes that look for a run, this one included, before it founds one; {@link #NEVER}: it founds none
 * @param sumsPatience        how long the founder of a run waits for the peers' data sums
 * @param leavePatience       how long a leaving node hands over and waits for unfinished exchanges
 * @param checkpointInterval  minimum time between checkpoints
 * @param frameBytesMax       longest frame, in bytes
 * @param flow                choice of peers, and limits on traffic
 */
public record ProtocolParameters(int blockSize, int localSteps, int fanout, Duration interval, float serveDecay,
        int windowBlocks, int openExchangesMax, int unfinishedBlocksMax, Duration retryAfter, Duration retryAfterMax,
        int offerAttempts, int stallAttempts, Duration enrolmentPatience, int foundingNodes, Duration sumsPatience,
        Duration leavePatience, Duration checkpointInterval, int frameBytesMax, FlowParameters flow) {

    /** {@link #localSteps} chosen by a controller. */
    public static final int AUTO = 0;

    /** {@link #foundingNodes} of a node that waits for the run of others, however long. */
    public static final int NEVER = 0;

    public static final ProtocolParameters DEFAULT = new ProtocolParameters(4096, AUTO, 1, Duration.ZERO, 0.9f, 8, 2,
            1024, Duration.ofSeconds(1), Duration.ofSeconds(30), 2, 4, Duration.ofSeconds(10), 1,
            Duration.ofSeconds(60),
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
        require(foundingNodes >= 0 && foundingNodes <= 1_000_000, "foundingNodes", foundingNodes,
                "never or 1 to 1000000");
        require(!sumsPatience.isNegative(), "sumsPatience", sumsPatience, "0 and more");
        require(frameBytesMax >= 8 * blockSize + 256, "frameBytesMax", frameBytesMax, "8 * blockSize + 256 and more");
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ": allowed are " + allowed);
        }
    }

    /** Wait before attempt {@code attempt + 1}: {@code min(retryAfterMax, retryAfter · 2^(attempt−1))}. */
    public Duration retryDelay(int attempt) {
        Duration delay = retryAfter;
        for (int i = 1; i < attempt && delay.compareTo(retryAfterMax) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(retryAfterMax) < 0 ? delay : retryAfterMax;
    }

    /** Copy with another {@link #blockSize}. */
    public ProtocolParameters withBlockSize(int value) {
        return with(draft -> draft.blockSize = value);
    }

    /** Copy with another {@link #localSteps}. */
    public ProtocolParameters withLocalSteps(int value) {
        return with(draft -> draft.localSteps = value);
    }

    /** Copy with another {@link #fanout}. */
    public ProtocolParameters withFanout(int value) {
        return with(draft -> draft.fanout = value);
    }

    /** Copy with another {@link #interval}. */
    public ProtocolParameters withInterval(Duration value) {
        return with(draft -> draft.interval = value);
    }

    /** Copy with another {@link #serveDecay}. */
    public ProtocolParameters withServeDecay(float value) {
        return with(draft -> draft.serveDecay = value);
    }

    /** Copy with another {@link #windowBlocks}. */
    public ProtocolParameters withWindowBlocks(int value) {
        return with(draft -> draft.windowBlocks = value);
    }

    /** Copy with another {@link #openExchangesMax}. */
    public ProtocolParameters withOpenExchangesMax(int value) {
        return with(draft -> draft.openExchangesMax = value);
    }

    /** Copy with another {@link #unfinishedBlocksMax}. */
    public ProtocolParameters withUnfinishedBlocksMax(int value) {
        return with(draft -> draft.unfinishedBlocksMax = value);
    }

    /** Copy with another {@link #retryAfter}. */
    public ProtocolParameters withRetryAfter(Duration value) {
        return with(draft -> draft.retryAfter = value);
    }

    /** Copy with another {@link #retryAfterMax}. */
    public ProtocolParameters withRetryAfterMax(Duration value) {
        return with(draft -> draft.retryAfterMax = value);
    }

    /** Copy with another {@link #offerAttempts}. */
    public ProtocolParameters withOfferAttempts(int value) {
        return with(draft -> draft.offerAttempts = value);
    }

    /** Copy with another {@link #stallAttempts}. */
    public ProtocolParameters withStallAttempts(int value) {
        return with(draft -> draft.stallAttempts = value);
    }

    /** Copy with another {@link #enrolmentPatience}. */
    public ProtocolParameters withEnrolmentPatience(Duration value) {
        return with(draft -> draft.enrolmentPatience = value);
    }

    /** Copy with another {@link #foundingNodes}. */
    public ProtocolParameters withFoundingNodes(int value) {
        return with(draft -> draft.foundingNodes = value);
    }

    /** Copy with another {@link #sumsPatience}. */
    public ProtocolParameters withSumsPatience(Duration value) {
        return with(draft -> draft.sumsPatience = value);
    }

    /** Copy with another {@link #leavePatience}. */
    public ProtocolParameters withLeavePatience(Duration value) {
        return with(draft -> draft.leavePatience = value);
    }

    /** Copy with another {@link #checkpointInterval}. */
    public ProtocolParameters withCheckpointInterval(Duration value) {
        return with(draft -> draft.checkpointInterval = value);
    }

    /** Copy with another {@link #frameBytesMax}. */
    public ProtocolParameters withFrameBytesMax(int value) {
        return with(draft -> draft.frameBytesMax = value);
    }

    /** Copy with another {@link #flow}. */
    public ProtocolParameters withFlow(FlowParameters value) {
        return with(draft -> draft.flow = value);
    }

    /** Copy with several changes, which are checked together. */
    ProtocolParameters with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** Mutable, unchecked copy of the parameters: the only place that lists all of them in a row. */
    static final class Draft {

        int blockSize;
        int localSteps;
        int fanout;
        Duration interval;
        float serveDecay;
        int windowBlocks;
        int openExchangesMax;
        int unfinishedBlocksMax;
        Duration retryAfter;
        Duration retryAfterMax;
        int offerAttempts;
        int stallAttempts;
        Duration enrolmentPatience;
        int foundingNodes;
        Duration sumsPatience;
        Duration leavePatience;
        Duration checkpointInterval;
        int frameBytesMax;
        FlowParameters flow;

        private Draft(ProtocolParameters from) {
            blockSize = from.blockSize;
            localSteps = from.localSteps;
            fanout = from.fanout;
            interval = from.interval;
            serveDecay = from.serveDecay;
            windowBlocks = from.windowBlocks;
            openExchangesMax = from.openExchangesMax;
            unfinishedBlocksMax = from.unfinishedBlocksMax;
            retryAfter = from.retryAfter;
            retryAfterMax = from.retryAfterMax;
            offerAttempts = from.offerAttempts;
            stallAttempts = from.stallAttempts;
            enrolmentPatience = from.enrolmentPatience;
            foundingNodes = from.foundingNodes;
            sumsPatience = from.sumsPatience;
            leavePatience = from.leavePatience;
            checkpointInterval = from.checkpointInterval;
            frameBytesMax = from.frameBytesMax;
            flow = from.flow;
        }

        private ProtocolParameters finished() {
            return new ProtocolParameters(blockSize, localSteps, fanout, interval, serveDecay, windowBlocks,
                    openExchangesMax, unfinishedBlocksMax, retryAfter, retryAfterMax, offerAttempts, stallAttempts,
                    enrolmentPatience, foundingNodes, sumsPatience, leavePatience, checkpointInterval, frameBytesMax,
                    flow);
        }
    }
}
