package dev.grapevine.gossip.core;

import java.util.OptionalLong;

import dev.grapevine.consensus.control.LocalStepsController;
import dev.grapevine.consensus.judgement.Relapse;
import dev.grapevine.consensus.judgement.RoundChange;
import dev.grapevine.consensus.judgement.RoundJudge;
import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.replica.Replica;

/**
 * Rounds of local training: one at a time, each from a snapshot, numbered so that a late result is recognised. The
 * change by training is added to the replica as it is when the round ends.
 */
final class Rounds {

    /** The outcome of a result. */
    enum Outcome {
        /** All of it, or a part, was added to the replica. */
        INSTALLED,
        /** It answers an earlier round and is ignored. */
        LATE,
        /** It was bad, and the replica is unchanged. */
        DROPPED
    }

    private final int fixedSteps;
    private final RandomStream seeds;
    private final float[] initial;
    private final float[] start;
    private LocalStepsController controller = new LocalStepsController(LocalStepsController.ROUND);
    private final RoundJudge judge = new RoundJudge();
    private final Relapse relapse = new Relapse();
    private RoundJudge.Verdict verdict = RoundJudge.Verdict.SOUND;
    private boolean hopeless;
    /** Whether the kept replica is useless, too. */
    private boolean toTheBeginning;
    /** The round after which the kept replica was saved. */
    private long kept;
    private OptionalLong wentBackTo = OptionalLong.empty();
    private long started;
    private long finished;
    private boolean running;
    /** Whether the optimizer has to forget its gradients, since the next round starts from another replica. */
    private boolean afresh;

    /**
     * @param localSteps local steps per round, as in the parameters
     * @param initial    where every node of the run begins
     */
    Rounds(int localSteps, long seed, float[] initial) {
        this.fixedSteps = localSteps;
        this.initial = initial;
        this.seeds = new RandomStream(seed);
        this.start = new float[initial.length];
    }

    /** Rounds whose training is in the replica. */
    long finished() {
        return finished;
    }

    boolean isRunning() {
        return running;
    }

    /** The verdict on the last result that was not late. */
    RoundJudge.Verdict verdict() {
        return verdict;
    }

    /** Whether rounds keep being dropped although no peer has influenced their starting point. */
    boolean isHopeless() {
        return hopeless;
    }

    /** The replica is a copy now: rounds are counted from the source's number. */
    void skipTo(long rounds) {
        afresh = true;
        finished = Math.max(finished, rounds);
        started = finished;
    }

    /** A sketch of the parameters that every node of the run begins with. */
    ReplicaSketch initialSketch(Blocks blocks, long seed) {
        return ReplicaSketch.of(new PublishedParameters(blocks, initial).units(), seed);
    }

    /** Local steps of the next round. */
    int nextSteps() {
        return fixedSteps == ProtocolParameters.AUTO ? controller.steps() : fixedSteps;
    }

    /** The next round, from the replica as it is now. */
    Effect.StartRound next(PublishedParameters replica) {
        if (running) {
            throw new IllegalStateException("Round " + started + " is still running");
        }
        started++;
        running = true;
        replica.copyTo(start);
        Effect.StartRound round = new Effect.StartRound(started, start, nextSteps(),
                seeds.fork("round", started).seed(), afresh);
        afresh = false;
        return round;
    }

    /**
     * Adds a result to the replica, unless it is late or bad.
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
        afresh = verdict.isDropped();
        if (verdict.isDropped()) {
            Relapse.Advice advice = relapse.finished(result.losses(), result.steps(), true);
            if (judge.isAlarmed()) {
                // If peers have moved the replica, training may fail with any settings.
                hopeless = !replica.isShared();
                toTheBeginning = relapse.keepsAway();
                advice = hopeless ? advice : relapse.goBack();
            }
            follow(advice, replica);
            return Outcome.DROPPED;
        }
        float[] end = verdict == RoundJudge.Verdict.TOO_FAR
                ? RoundChange.part(start, result.parameters(), judge.usualPart(change))
                : result.parameters();
        replica.train(start, end, alone);
        finished = started;
        follow(relapse.finished(result.losses(), result.steps(), false), replica);
        // The first round of a run starts from untrained parameters: its loss falls far on any data.
        if (started > 1) {
            controller.finished(result.firstLoss(), result.lastLoss());
        }
        return Outcome.INSTALLED;
    }

    private void follow(Relapse.Advice advice, Replica replica) {
        wentBackTo = OptionalLong.empty();
        switch (advice) {
            case GO_ON -> {
            }
            case KEEP -> {
                replica.keep();
                kept = finished;
            }
            case GO_BACK -> {
                if (toTheBeginning) {
                    replica.beginAgain(initial);
                } else {
                    replica.goBack();
                }
                judge.forgetDropped();
                afresh = true;
                wentBackTo = OptionalLong.of(toTheBeginning ? 0 : kept);
                toTheBeginning = false;
            }
        }
    }

    /** The round to which the replica went back, if the last result caused that. */
    OptionalLong wentBackTo() {
        return wentBackTo;
    }

    /** Whether the node has gone back to an earlier replica and merges nothing for a while. */
    boolean keepsAway() {
        return relapse.keepsAway();
    }

    /** Writes what is remembered of the last results to judge the next. */
    void saveJudgement(StateWriter out) {
        judge.save(out);
        relapse.save(out);
        out.putCount(kept);
        out.putBoolean(afresh);
    }

    /** Restores the judgement of the same incarnation. */
    void restoreJudgement(StateReader in) {
        judge.restore(in);
        relapse.restore(in);
        kept = in.getCount();
        afresh = in.getBoolean();
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(started);
        out.putCount(finished);
        controller.save(out);
        out.putBoolean(running);
        if (running) {
            out.putFloats(start);
        }
    }

    /**
     * Restores what {@link #save} wrote.
     *
     * @param sameLife whether the round that was running then is still running
     */
    void restore(StateReader in, boolean sameLife) {
        started = in.getCount();
        finished = in.getCount();
        controller = LocalStepsController.restore(in, LocalStepsController.ROUND);
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
