package dev.grapevine.gossip.core;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.notice.NoticeGossip;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.shares.ClassShareGossip;
import dev.grapevine.gossip.strategy.Strategy;

/** Takes up a run, once its charter is known, and moves on in it at the end of each step. */
final class RunFollower {

    private final NodeParts parts;
    private final LocalTraining training;
    private final Saving saving;
    private final long roundsSeed;

    /** @param roundsSeed all of the rounds' randomness */
    RunFollower(NodeParts parts, LocalTraining training, Saving saving, long roundsSeed) {
        this.parts = parts;
        this.training = training;
        this.saving = saving;
        this.roundsSeed = roundsSeed;
    }

    /** The node knows its run from now on. */
    void follow(RunPlan plan) {
        Run run = new Run(plan, roundsSeed);
        saving.expect(plan.initialParameters().length);
        parts.follow(run);
        StrategyView view = new StrategyView(parts);
        Strategy strategy = plan.strategy().begin(view);
        ClassShareGossip shares = new ClassShareGossip(run.shares, run.charterFingerprint, view);
        NoticeGossip notices = new NoticeGossip(run.charterFingerprint, view);
        GossipTurns turns = new GossipTurns(strategy, run.overlay, parts.neighbourhood, notices::tell, view);
        parts.participation = new Participation(strategy, turns, shares, notices);
        parts.conversations.add(strategy);
        parts.conversations.add(shares);
        parts.conversations.add(notices);
    }

    /** The node takes part from now on. */
    void begin() {
        parts.outbox.report(new Fact.Running(parts.run.rounds.finished()));
        saving.checkpoint();
        parts.neighbourhood.live().all().forEach(parts.participation.shares()::tell);
        parts.run.overlay.whyAlone(parts.self)
                .ifPresent(sentence -> parts.reports.report(new Fact.GivenUp(sentence), parts.now));
        training.startRound();
    }

    /** A step ends: begins exchanges and rounds that may begin, and sends what the bandwidth limit allows. */
    void moveOn() {
        parts.participation.turns().startWanted();
        training.startRound();
        parts.run.pacer.ifPresent(this::pace);
    }

    /** Sends what the limit allows by now, and sets a timer for the rest. */
    private void pace(Pacer pacer) {
        Strategy strategy = parts.participation.strategy();
        do {
            strategy.proceed();
        } while (pacer.release(parts.now, parts.outbox::release));
        pacer.nextTimer(parts.now, strategy.isWaitingForRoom())
                .ifPresent(delay -> parts.outbox.setTimer(new Timer.SendMore(), delay));
    }
}
