package dev.grapevine.consensus.judgement;

import dev.grapevine.consensus.units.FixedPoint;

/**
 * The change of the parameters by a round of training.
 *
 * @param norm       Euclidean; not finite where training diverged
 * @param leavesRange whether a value ended beyond what fixed-point numbers hold, and the round has moved it far
 */
public record RoundChange(double norm, boolean leavesRange) {

    private static final float RANGE = FixedPoint.LIMIT * FixedPoint.UNIT;
    /** A value that lies at the end of the range already may be pushed on by less than this in each round. */
    private static final float FAR = RANGE / 64;

    /**
     * @param start parameters before the round
     * @param end   parameters after it, of the same length
     */
    public static RoundChange of(float[] start, float[] end) {
        double sum = 0;
        boolean leaves = false;
        for (int i = 0; i < end.length; i++) {
            float change = end[i] - start[i];
            sum += (double) change * change;
            leaves |= Math.abs(end[i]) > RANGE && Math.abs(change) > FAR;
        }
        return new RoundChange(Math.sqrt(sum), leaves);
    }

    /** The end of a round that goes only a part of the way. */
    public static float[] part(float[] start, float[] end, double part) {
        float[] shorter = new float[end.length];
        for (int i = 0; i < end.length; i++) {
            shorter[i] = (float) (start[i] + part * (end[i] - start[i]));
        }
        return shorter;
    }
}
