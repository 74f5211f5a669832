package dev.grapevine.consensus.judgement;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Tells when a replica should go back to its best earlier state: its rounds end far above their usual loss and
 * training no longer lowers it, for example because peers have moved the model to a place where all its rectifiers
 * are dead; or the model is worse than an untrained one.
 *
 * <p>Rounds are looked at {@value #ROUNDS} at a time, since a single one says little. A pure machine; not for
 * several threads at once.
 */
public final class Relapse {

    /** The action to take on the replica. */
    public enum Advice {
        GO_ON,
        /** Keep a copy: the replica is the best so far. */
        KEEP,
        /** Return to the best copy, which is far better, and take nothing from peers for a while. */
        GO_BACK
    }

    /** Rounds that are looked at together. */
    public static final int ROUNDS = 10;
    /** Training that leaves this part of the loss does not lower it. */
    static final double STUCK_PART = 0.95;
    /** Rounds with fewer local steps do not show whether training lowers the loss. */
    static final int STEPS_MIN = 8;
    /** Each further return doubles the time without peers, up to 2 to the power of this. */
    private static final int MAX_DOUBLINGS = 6;
    /** Loss of an untrained model, in the units of {@link RoundLosses}; a node that joins late has never seen one. */
    static final double UNTRAINED_LEAST = 1;
    /** Stands for losses that are not finite. */
    private static final double WORST = 1e6;

    private int rounds;
    private double startSum;
    private double endSum;
    private int fewestSteps = Integer.MAX_VALUE;
    private double best = Double.POSITIVE_INFINITY;
    /** Loss of the first round of all at its beginning, or a little more; 0 before it. */
    private double untrained;
    private int wentBack;
    private int looksAlone;

    /**
     * The next round.
     *
     * @param dropped whether nothing of it is in the replica
     */
    public Advice finished(RoundLosses losses, int steps, boolean dropped) {
        double first = bounded(losses.first());
        untrained = untrained == 0 ? Math.max(UNTRAINED_LEAST, first) : untrained;
        startSum += first;
        endSum += dropped ? first : bounded(losses.last());
        fewestSteps = Math.min(fewestSteps, steps);
        rounds++;
        if (rounds < ROUNDS) {
            return Advice.GO_ON;
        }
        double meanStart = startSum / ROUNDS;
        double meanEnd = endSum / ROUNDS;
        boolean telling = fewestSteps >= STEPS_MIN;
        beginLook();
        return look(meanStart, meanEnd, telling);
    }

    private void beginLook() {
        rounds = 0;
        startSum = 0;
        endSum = 0;
        fewestSteps = Integer.MAX_VALUE;
    }

    /** Something else says that the replica has become useless. */
    public Advice goBack() {
        beginLook();
        if (keepsAway()) {
            // It is nobody else's doing, so that there is no reason to keep away for longer.
            wentBack = 0;
        }
        looksAlone = 1 << Math.min(wentBack, MAX_DOUBLINGS);
        wentBack++;
        return Advice.GO_BACK;
    }

    private static double bounded(double loss) {
        // Not a number is above no bound.
        return loss < WORST ? loss : WORST;
    }

    private Advice look(double start, double end, boolean telling) {
        if (looksAlone > 0) {
            looksAlone--;
        } else if (!RoundLosses.isFarAbove(end, best)) {
            wentBack = Math.max(0, wentBack - 1);
        } else if (end > untrained || telling && end > STUCK_PART * start) {
            return goBack();
        }
        if (end <= best) {
            best = end;
            return Advice.KEEP;
        }
        return Advice.GO_ON;
    }

    /** Whether the node has gone back and is to keep what peers have to itself for a while. */
    public boolean keepsAway() {
        return looksAlone > 0;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(rounds);
        out.putDouble(startSum);
        out.putDouble(endSum);
        out.putCount(fewestSteps);
        out.putDouble(best);
        out.putDouble(untrained);
        out.putCount(wentBack);
        out.putCount(looksAlone);
    }

    /** Continues a saved one. */
    public void restore(StateReader in) {
        rounds = in.getCount(ROUNDS - 1);
        startSum = in.getDouble();
        endSum = in.getDouble();
        fewestSteps = in.getCount(Integer.MAX_VALUE);
        best = in.getDouble();
        untrained = in.getDouble();
        wentBack = in.getCount(Integer.MAX_VALUE);
        looksAlone = in.getCount(1 << MAX_DOUBLINGS);
    }
}
