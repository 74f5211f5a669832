package dev.grapevine.gossip.core;

import dev.grapevine.consensus.judgement.RoundJudge;
import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.joining.JoiningContext;
import dev.grapevine.gossip.lifecycle.Phase;

/** The node's own training: begins rounds when they may begin, and adds what they have learned to the replica. */
final class LocalTraining {

    private final NodeParts parts;
    private final JoiningContext context;

    LocalTraining(NodeParts parts, JoiningContext context) {
        this.parts = parts;
        this.context = context;
    }

    /** Begins a round, if the node trains and none is running. */
    void startRound() {
        Run run = parts.run;
        if (context.phase() == Phase.RUNNING && !parts.paused && !run.rounds.isRunning()
                && parts.participation.turns().mayTrain(run.rounds.nextSteps())) {
            parts.outbox.add(run.rounds.next(run.replica.published()));
        }
    }

    /**
     * A round ended.
     *
     * @return whether the node goes on after it with another replica, so that a checkpoint may be due
     */
    boolean roundFinished(RoundResult result) {
        if (!parts.takesPart()) {
            return false;
        }
        boolean alone = parts.neighbourhood.live().count() == 0;
        switch (parts.run.rounds.install(result, parts.run.replica, alone)) {
            case LATE -> {
            }
            case DROPPED -> {
                sayWhatWasBad(result.round());
                if (parts.run.rounds.isHopeless()) {
                    context.halt(Effect.Cause.SETTINGS, RoundJudge.DROPPED_MAX + " of the last "
                            + RoundJudge.REMEMBERED + " rounds diverged or made the model worse, and were thrown away:"
                            + " a smaller learningRate may help");
                }
            }
            case INSTALLED -> {
                installed(result);
                return context.phase() == Phase.RUNNING;
            }
        }
        return false;
    }

    private void installed(RoundResult result) {
        sayWhatWasBad(result.round());
        parts.outbox.report(new Fact.RoundInstalled(result.round(), result.steps(), result.lastLoss()));
        parts.participation.strategy().trained(result.steps());
        if (context.phase() == Phase.RUNNING) {
            parts.participation.turns().roundFinished(result);
        }
    }

    private void sayWhatWasBad(long round) {
        switch (parts.run.rounds.verdict()) {
            case SOUND -> {
            }
            case DIVERGED -> parts.outbox.report(new Fact.RoundDiscarded(round, "training diverged"));
            case HARMFUL -> parts.outbox.report(new Fact.RoundSuspect(round, true, "its loss rose far"));
            case OUT_OF_RANGE -> parts.outbox.report(new Fact.RoundSuspect(round, true,
                    "parameters left the range from -64 to 64"));
            case TOO_FAR -> parts.outbox.report(new Fact.RoundSuspect(round, false,
                    "it went far beyond what is usual and its loss rose"));
        }
        parts.run.rounds.wentBackTo().ifPresent(kept -> parts.outbox.report(new Fact.WentBack(round, kept)));
    }

    /** A round could not be trained. */
    void roundFailed(long round, String reason) {
        context.halt(Effect.Cause.BUG, "Round " + round + " failed: " + reason);
    }

    /** Values clamped so far. */
    long clamped() {
        return parts.run == null ? 0 : parts.run.replica.published().ledger().total(Ledger.Reason.CLAMPED).count();
    }
}
