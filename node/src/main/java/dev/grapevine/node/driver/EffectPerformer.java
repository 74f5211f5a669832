package dev.grapevine.node.driver;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.device.CpuShare;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.store.CheckpointFile;

/** Performs the effects of the protocol's steps, with timers, the training thread and the disk. For one event loop. */
final class EffectPerformer {

    /** The driver as effects see it. */
    interface Host {

        void send(PeerId to, byte[] frame);

        /** There is a newer checkpoint on the disk. */
        void checkpointWritten();

        /** Has the present life's protocol handle an event. */
        void onEvent(Event event);

        void stop(int code, String sentence);

        void bug(Throwable failure);
    }

    private static final String CHECKPOINT = "its checkpoint";

    private final Equipment has;
    private final Lives lives;
    private final PeriodicEvaluation evaluation;
    private final Host host;
    private final CheckpointClock checkpoints;
    private final Optional<CpuShare> share;

    EffectPerformer(Equipment has, Lives lives, PeriodicEvaluation evaluation, Host host) {
        this.has = has;
        this.lives = lives;
        this.evaluation = evaluation;
        this.host = host;
        this.checkpoints = new CheckpointClock(
                new CheckpointSpacing(has.directory().lives().uncleanEnds(), has.directory().lives().lasted()),
                has.later(), has.clock()::now, () -> has.disk().isBusy(CHECKPOINT), this::askForCheckpoint);
        has.statistics().checkpoints = checkpoints;
        this.share = has.device().share();
    }

    private void askForCheckpoint() {
        if (!has.shutdown().isStopping()) {
            host.onEvent(new Event.CheckpointRequested());
        }
    }

    /**
     * @param issuer the protocol of the life that the effect is for
     * @param begun  when the step began that the effect is of
     */
    void perform(Effect effect, PeerProtocol issuer, Duration begun) {
        switch (effect) {
            case Effect.Send send -> host.send(send.to(), send.bytes());
            case Effect.SetTimer timer -> has.later().run(timer.delay(),
                    () -> answer(issuer, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> train(issuer, round);
            case Effect.AdoptCharter adopt -> lives.adopt(issuer, adopt.charter());
            case Effect.ProvideSums _ -> has.training().load(lives.ownSums(),
                    sums -> answer(issuer, new Event.SumsReady(sums)));
            case Effect.FoundCharter found -> lives.lostWork().ifPresentOrElse(
                    sentence -> host.stop(Shutdown.EXIT_MISTAKE, sentence), () -> found(issuer, found.others()));
            case Effect.StartMerge merge -> has.vertx().executeBlocking(
                    () -> merge.aggregator().increments(merge.own(), merge.others()))
                    .onComplete(increments -> answer(issuer, new Event.MergeFinished(merge.number(), increments)),
                            host::bug);
            case Effect.Persist persist -> has.disk()
                    .untilWritten(persist.name(), () -> has.directory().keep(persist.name(), persist.bytes()))
                    .onSuccess(unused -> answer(issuer, new Event.Persisted(persist.number())));
            case Effect.Checkpoint checkpoint -> keep(checkpoint.snapshot(), begun);
            case Effect.Report report -> report(report.fact());
            case Effect.Halt halt -> host.stop(
                    halt.cause() == Effect.Cause.SETTINGS ? Shutdown.EXIT_MISTAKE : Shutdown.EXIT_FAILED,
                    halt.sentence());
            case Effect.Outlived outlived -> has.loop()
                    .runOnContext(unused -> lives.outlived(issuer, outlived.incarnation()));
            case Effect.ChangeRun change -> has.loop()
                    .runOnContext(unused -> lives.changeRun(issuer, change.charter()));
            case Effect.Left _ -> evaluation.writeModel(lives.protocol().flatMap(PeerProtocol::served),
                    exit -> host.stop(exit.code(), exit.sentence()));
        }
    }

    /** Hands the outcome of an effect to the life that issued it, if that has not ended. */
    private void answer(PeerProtocol issuer, Event event) {
        if (lives.isOf(issuer)) {
            host.onEvent(event);
        }
    }

    private void train(PeerProtocol issuer, Effect.StartRound round) {
        TrainingThread training = has.training();
        LocalRun run = lives.run().orElseThrow();
        training.run(() -> run.trainer().train(run.network(), round, this::isCutShort),
                result -> answer(issuer, new Event.RoundFinished(result)));
    }

    /** Whether the round is cut short. The training thread asks between two steps, which is when it rests. */
    private boolean isCutShort() {
        share.ifPresent(held -> held.keep(has.training()::isCutShort));
        return has.training().isCutShort();
    }

    private void found(PeerProtocol issuer, List<PeerSums> others) {
        has.listener().notice("No node answers with a run: founds one" + (others.isEmpty()
                ? ""
                : " that suits its data and, by their sums, that of " + others.stream()
                        .map(other -> other.peer().text()).collect(Collectors.joining(", "))));
        lives.found(issuer, others);
    }

    /**
     * The trainer's state is taken between two rounds, on the training thread; the rest takes as long as the disk wants,
     * while training goes on.
     *
     * @param begun when the snapshot was begun
     */
    private void keep(byte[] snapshot, Duration begun) {
        LocalRun run = lives.run().orElseThrow();
        Charter charter = run.setup().charter();
        long steps = has.statistics().steps;
        Duration saved = has.clock().now().minus(begun);
        checkpoints.taken();
        has.training().run(() -> {
            Duration from = has.clock().now();
            CheckpointFile checkpoint = new CheckpointFile(charter, snapshot, run.trainer().save(), steps);
            return new Taken(checkpoint, begun, saved.plus(has.clock().now()).minus(from));
        }, taken -> has.disk().newest(CHECKPOINT, () -> write(taken)));
    }

    /** A checkpoint, when it was taken, and how long that took. */
    private record Taken(CheckpointFile checkpoint, Duration at, Duration cost) {}

    private void write(Taken taken) throws IOException {
        Duration from = has.clock().now();
        has.directory().writeCheckpoint(taken.checkpoint());
        Duration cost = taken.cost().plus(has.clock().now()).minus(from);
        has.directory().noteRunning(has.clock().now());
        has.loop().runOnContext(unused -> {
            checkpoints.written(taken.at(), cost);
            host.checkpointWritten();
        });
    }

    private void report(Fact fact) {
        has.statistics().count(fact, has.clock().now());
        has.listener().fact(fact);
        if (fact instanceof Fact.RoundInstalled) {
            evaluation.roundInstalled(lives.protocol().flatMap(PeerProtocol::served).orElseThrow());
        }
    }
}
