package dev.grapevine.consensus.control;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Chooses how many local steps to train between two exchanges.
 *
 * <p>Where peers' data are alike, the progress of one node serves all, and rare exchanges are enough. Where data
 * are skewed, a long round mostly learns things that the next exchange takes away again: the local loss falls
 * during the round and is back up after merging. The measure is therefore the fall of the loss within a round: if
 * it is more than a part of the loss, the number of steps is halved; if it is less than another part, doubled.
 *
 * <p>A pure machine; not for several threads at once.
 */
public final class LocalStepsController {

    /**
     * The numbers between which it chooses, and the conditions for another choice.
     *
     * @param first   where a node starts that knows nothing
     * @param shallow a loss that falls by less than this part of it
     * @param deep    one that falls by more
     */
    public record Bounds(int min, int first, int max, double shallow, double deep) {}

    /**
     * Steps of a round, after which an exchange is begun. With fewer, nodes with data of one kind would spend bytes
     * on hardly any news.
     */
    public static final Bounds ROUND = new Bounds(64, 128, 256, 0.6, 0.85);
    /** Steps after which a node waits, where exchanges are rarer than its rounds: then each has to bring the more. */
    public static final Bounds AHEAD = new Bounds(16, 128, 1024, 0.3, 0.6);

    /** Rounds that one choice is tried for; a single round says too little. */
    static final int PATIENCE = 3;

    private final Bounds bounds;
    private int steps;
    private double firstSum;
    private double lastSum;
    private int rounds;

    /** Starts from the first number. */
    public LocalStepsController(Bounds bounds) {
        this(bounds, bounds.first);
    }

    /** Starts from the given number of steps. */
    LocalStepsController(Bounds bounds, int steps) {
        if (steps < bounds.min || steps > bounds.max) {
            throw new IllegalArgumentException(
                    steps + " local steps: allowed are " + bounds.min + " to " + bounds.max);
        }
        this.bounds = bounds;
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
            // Ratio of sums: where little is left to learn, the ratio of single rounds is noise.
            double fall = (firstSum - lastSum) / firstSum;
            if (fall > bounds.deep) {
                steps = Math.max(bounds.min, steps / 2);
            } else if (fall < bounds.shallow) {
                steps = Math.min(bounds.max, steps * 2);
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

    /** A controller that goes on where a saved one with the same bounds stood. */
    public static LocalStepsController restore(StateReader in, Bounds bounds) {
        LocalStepsController controller = new LocalStepsController(bounds, in.getCount(bounds.max));
        controller.firstSum = in.getDouble();
        controller.lastSum = in.getDouble();
        controller.rounds = in.getCount(PATIENCE);
        return controller;
    }
}
