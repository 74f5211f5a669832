package dev.grapevine.gossip.event;

/**
 * What came of a round of local training.
 *
 * @param round      the number given in {@code StartRound}
 * @param parameters where training ended; not changed before the next round starts
 * @param steps      local steps done
 * @param firstLoss  mean training loss over the round's first quarter
 * @param lastLoss   mean training loss over its last quarter
 */
public record RoundResult(long round, float[] parameters, int steps, double firstLoss, double lastLoss) {}
