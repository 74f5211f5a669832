package dev.grapevine.gossip.parameters;

import java.time.Duration;

/** Knobs for small runs that finish soon: a round is one step, and waits are short. */
public final class QuickKnobs {

    /** Maximum number of unfinished blocks. */
    public static final int UNFINISHED_MAX = 64;

    private QuickKnobs() {}

    /** @param blockSize parameters per block */
    public static ProtocolParameters ofBlocks(int blockSize) {
        return ProtocolParameters.DEFAULT.withBlockSize(blockSize).withLocalSteps(1).withServeDecay(0.5f)
                .withWindowBlocks(2).withUnfinishedBlocksMax(UNFINISHED_MAX).withRetryAfter(Duration.ofSeconds(1))
                .withRetryAfterMax(Duration.ofSeconds(8)).withOfferAttempts(3).withStallAttempts(4)
                .withEnrolmentPatience(Duration.ofSeconds(2)).withSumsPatience(Duration.ofSeconds(4))
                .withLeavePatience(Duration.ofSeconds(5)).withCheckpointInterval(Duration.ofSeconds(3));
    }
}
