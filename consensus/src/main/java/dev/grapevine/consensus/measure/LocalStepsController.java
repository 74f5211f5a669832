package dev.grapevine.consensus.measure;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Chooses how many local steps to train between two exchanges.
 *
 * <p>Where peers' data are alike, what one node learns serves all, and rare exchanges are enough. Where data are skewed,
 * a long round mostly learns what the next exchange takes away again: the local loss falls during the round and is back
 * up after merging. How far it falls within a round is therefore the measure: more than {@link #DEEP} of it, and the
 * next round takes half the steps; less than {@link #SHALLOW}, and it takes twice as many.
 *
 * <p>A pure machine; not for several threads at once.
 */
public final class LocalStepsController {

    /** Nodes with data of one kind would otherwise come down to a few steps, and spend bytes on hardly any news. */
    public static final int MIN_STEPS = 64;
    public static final int MAX_STEPS = 256;
    /** Where a node starts that knows nothing. */
    public static final int FIRST_STEPS = 128;
    private static final double DEEP = 0.85;
    private static final double SHALLOW = 0.6;
    /** Rounds that one choice is tried for; a single round says too little. */
    static final int PATIENCE = 3;

    private int steps;
    private double firstSum;
    private double lastSum;
    private int rounds;

    /** Starts from the given number of steps. */
    public LocalStepsController(int steps) {
        if (steps < MIN_STEPS || steps > MAX_STEPS) {
            throw new IllegalArgumentException(steps + " local steps: allowed are 64 to 256");
        }
        this.steps = steps;
    }

    /** Local steps for the next round. */
    public int steps() {
        return steps;
    }

    /**
     * Takes a finished round into account.
     *
     * @param firstLoss mean training loss in the round's first part
     * @param lastLoss  mean training loss in its last part
     */
    public void finished(double firstLoss, double lastLoss) {
        if (!(firstLoss > 0) || !(lastLoss >= 0)) {
            return;
        }
        firstSum += firstLoss;
        lastSum += lastLoss;
        rounds++;
        if (rounds == PATIENCE) {
            // Of the sums: where little is left to learn, the ratio of single rounds is noise.
            double fall = (firstSum - lastSum) / firstSum;
            if (fall > DEEP) {
                steps = Math.max(MIN_STEPS, steps / 2);
            } else if (fall < SHALLOW) {
                steps = Math.min(MAX_STEPS, steps * 2);
            }
            firstSum = 0;
            lastSum = 0;
            rounds = 0;
        }
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(steps);
        out.putDouble(firstSum);
        out.putDouble(lastSum);
        out.putCount(rounds);
    }

    /** A controller that goes on where a saved one stood. */
    public static LocalStepsController restore(StateReader in) {
        LocalStepsController controller = new LocalStepsController(in.getCount(MAX_STEPS));
        controller.firstSum = in.getDouble();
        controller.lastSum = in.getDouble();
        controller.rounds = in.getCount(PATIENCE);
        return controller;
    }
}
