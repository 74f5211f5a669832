package dev.grapevine.gossip.core;

import dev.grapevine.consensus.measure.LocalStepsController;
import dev.grapevine.consensus.measure.RoundChange;
import dev.grapevine.consensus.measure.RoundJudge;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.replica.Replica;

/**
 * Rounds of local training: one at a time, each from a snapshot, numbered so that a late result is recognised. What
 * training changed is added to whatever the replica is by then.
 */
final class Rounds {

    /** Rounds in a row that may diverge before the node gives up. */
    static final int DIVERGED_MAX = 3;

    /** What became of a result. */
    enum Outcome {
        /** It is in the replica, all of it or a part. */
        INSTALLED,
        /** Nobody waits for it. */
        LATE,
        /** It was bad, and the replica is as it was. */
        DROPPED
    }

    private final int fixedSteps;
    private final RandomStream seeds;
    private final float[] start;
    private LocalStepsController controller = new LocalStepsController(LocalStepsController.FIRST_STEPS);
    private final RoundJudge judge = new RoundJudge();
    private RoundJudge.Verdict verdict = RoundJudge.Verdict.SOUND;
    private long started;
    private long finished;
    private boolean running;
    private int divergedInARow;

    Rounds(int localSteps, long seed, Blocks blocks) {
        this.fixedSteps = localSteps;
        this.seeds = new RandomStream(seed);
        this.start = new float[blocks.parameters()];
    }

    /** Rounds whose training is in the replica. */
    long finished() {
        return finished;
    }

    boolean isRunning() {
        return running;
    }

    int divergedInARow() {
        return divergedInARow;
    }

    /** What was thought of the result that was not late last. */
    RoundJudge.Verdict verdict() {
        return verdict;
    }

    /** How many of the last {@link RoundJudge#REMEMBERED} results were dropped. */
    int droppedLately() {
        return judge.droppedLately();
    }

    /** Goes on counting where another node's run is. */
    void skipTo(long rounds) {
        finished = Math.max(finished, rounds);
        started = finished;
    }

    /** The next round, from the replica as it is now. */
    Effect.StartRound next(PublishedParameters replica) {
        if (running) {
            throw new IllegalStateException("Round " + started + " is still running");
        }
        started++;
        running = true;
        replica.copyTo(start);
        int steps = fixedSteps == ProtocolParameters.AUTO ? controller.steps() : fixedSteps;
        return new Effect.StartRound(started, start, steps, seeds.fork("round", started).seed());
    }

    /**
     * Adds a result to the replica, if it is the one that is waited for and not a bad one.
     *
     * @param alone whether no peer is there to exchange with
     */
    Outcome install(RoundResult result, Replica replica, boolean alone) {
        if (!running || result.round() != started) {
            return Outcome.LATE;
        }
        running = false;
        RoundChange change = RoundChange.of(start, result.parameters());
        verdict = judge.judge(result.losses(), change);
        divergedInARow = verdict == RoundJudge.Verdict.DIVERGED ? divergedInARow + 1 : 0;
        if (verdict.isDropped()) {
            return Outcome.DROPPED;
        }
        float[] end = verdict == RoundJudge.Verdict.TOO_FAR
                ? RoundChange.part(start, result.parameters(), judge.usualPart(change))
                : result.parameters();
        replica.train(start, end, alone);
        finished = started;
        // The first round of a run starts from untrained parameters: its loss falls far wherever the data are from.
        if (started > 1) {
            controller.finished(result.firstLoss(), result.lastLoss());
        }
        return Outcome.INSTALLED;
    }

    /** What is remembered of the last results, to judge the next. */
    RoundJudge judge() {
        return judge;
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(started);
        out.putCount(finished);
        out.putCount(divergedInARow);
        controller.save(out);
        out.putBoolean(running);
        if (running) {
            out.putFloats(start);
        }
    }

    /**
     * Takes over what was saved.
     *
     * @param sameLife whether the round that was running then is still running
     */
    void restore(StateReader in, boolean sameLife) {
        started = in.getCount();
        finished = in.getCount();
        divergedInARow = in.getCount(DIVERGED_MAX);
        controller = LocalStepsController.restore(in);
        running = in.getBoolean();
        if (running) {
            System.arraycopy(in.getFloats(start.length), 0, start, 0, start.length);
        }
        if (!sameLife) {
            running = false;
            started = finished;
        }
    }
}
