package dev.grapevine.gossip.event;

/**
 * What came of a round of local training.
 *
 * @param round      the number given in {@code StartRound}
 * @param parameters where training ended; not changed before the next round starts
 * @param steps      local steps done
 * @param firstLoss  mean training loss at the beginning of the round
 * @param lastLoss   mean training loss at its end
 */
public record RoundResult(long round, float[] parameters, int steps, double firstLoss, double lastLoss) {}
