package dev.grapevine.gossip.event;

import dev.grapevine.consensus.judgement.RoundLosses;

/**
 * The result of a round of local training.
 *
 * @param round      the number given in {@code StartRound}
 * @param parameters where training ended; not changed before the next round starts
 * @param steps      local steps done
 * @param startLoss  training loss of the first batch, before any step
 * @param firstLoss  mean training loss at the beginning of the round
 * @param lastLoss   mean training loss at its end
 */
public record RoundResult(long round, float[] parameters, int steps, double startLoss, double firstLoss,
        double lastLoss) {

    /** A result whose first batch had the mean loss of its first part. */
    public RoundResult(long round, float[] parameters, int steps, double firstLoss, double lastLoss) {
        this(round, parameters, steps, firstLoss, firstLoss, lastLoss);
    }

    /** The losses alone. */
    public RoundLosses losses() {
        return new RoundLosses(startLoss, firstLoss, lastLoss);
    }
}
