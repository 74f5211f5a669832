package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.Enrolment;
import dev.grapevine.gossip.conversation.ReplicaCopy;
import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;

/**
 * The way to taking part. From nothing but data: look for a charter, prepare, copy a replica. After a restart: copy a
 * replica, or go on from the checkpoint if nobody is there.
 */
final class Joining {

    private final NodeState node;
    private final ProtocolParameters parameters;
    private final Enrolment enrolment;
    private final Founding founding;
    private Duration started = Duration.ZERO;
    /** The replica to copy once model and data are ready; empty for a run that only begins. */
    private Optional<PeerId> copyFrom = Optional.empty();
    private long copyRounds;
    private ReplicaCopy copy;
    /** Whether there is a checkpoint to fall back on. */
    private boolean restarted;

    Joining(NodeState node, ProtocolParameters parameters, Map<String, String> insisted) {
        this.node = node;
        this.parameters = parameters;
        this.enrolment = new Enrolment(insisted);
        this.founding = new Founding(node, parameters);
    }

    void start() {
        restarted = node.phase == Phase.CATCHING_UP;
        started = node.now;
        node.outbox.setTimer(new Timer.RetryEnrolment(),
                restarted ? parameters.enrolmentPatience() : parameters.retryAfter());
    }

    void joined(PeerId peer) {
        if (node.phase == Phase.ENROLLING || node.phase == Phase.CATCHING_UP) {
            node.outbox.send(peer, new Message.CharterRequest());
        }
    }

    void lost(PeerId peer) {
        founding.lost(peer);
        foundIfDue();
    }

    void charterReplied(PeerId from, Message.CharterReply reply) {
        if (node.takesPart()) {
            reply.charter().flatMap(node.run.plan.charter()::firstDifference).ifPresent(difference -> node.outbox
                    .report(new Fact.PeerRefused(from, from + " takes no part: " + difference)));
        }
        if (node.phase == Phase.CATCHING_UP) {
            boolean sameRun = reply.charter().map(Charter::fingerprint)
                    .filter(fingerprint -> fingerprint == node.run.charterFingerprint).isPresent();
            if (sameRun) {
                copyRounds = reply.rounds();
                copy(from);
            }
        }
        if (node.phase != Phase.ENROLLING) {
            return;
        }
        switch (enrolment.answered(from, reply.charter(), reply.rounds())) {
            case Enrolment.Decision.KeepLooking _ -> foundIfDue();
            case Enrolment.Decision.Conflict conflict -> node.halt(Effect.Cause.SETTINGS, conflict.sentence());
            case Enrolment.Decision.Adopt adopt -> {
                node.phase = Phase.PREPARING;
                copyFrom = adopt.underWay() ? Optional.of(from) : Optional.empty();
                copyRounds = reply.rounds();
                node.outbox.add(new Effect.AdoptCharter(adopt.charter()));
            }
        }
    }

    /** A peer wants to found a run. Who has found one already is about to know its charter, and says nothing. */
    void sumsRequested(PeerId from) {
        if (node.phase == Phase.ENROLLING) {
            enrolment.looks(from);
            founding.requested(from);
            foundIfDue();
        }
    }

    void sumsReady(byte[] sums) {
        if (node.phase == Phase.ENROLLING) {
            founding.ready(sums);
            foundIfDue();
        }
    }

    void sumsReplied(PeerId from, byte[] sums) {
        if (node.phase == Phase.ENROLLING) {
            founding.answered(from, sums);
            foundIfDue();
        }
    }

    /**
     * Model and data are ready.
     *
     * @return whether the node takes part from now on
     */
    boolean adopted(RunPlan plan) {
        if (node.phase != Phase.PREPARING) {
            return false;
        }
        node.run = RunState.begin(plan, new RandomStream(node.seed).fork("rounds").seed());
        if (copyFrom.isEmpty()) {
            return true;
        }
        copy(copyFrom.get());
        return false;
    }

    private void copy(PeerId from) {
        node.phase = Phase.COPYING;
        copy = new ReplicaCopy(from);
        copy.start(node.context);
    }

    /**
     * A block of the replica came.
     *
     * @return whether the node takes part from now on
     */
    boolean copyReplied(PeerId from, Message.CopyReply reply) {
        if (node.phase != Phase.COPYING) {
            return false;
        }
        copy.replied(from, reply, node.context);
        if (!copy.isFinished()) {
            return false;
        }
        node.run.rounds.skipTo(copyRounds);
        node.run.served.reset(node.run.replica);
        return true;
    }

    /**
     * The timer fired.
     *
     * @return whether the node takes part from now on
     */
    boolean retry() {
        return switch (node.phase) {
            case ENROLLING -> {
                lookAgain();
                yield false;
            }
            // Nobody is there: the checkpoint is the best that there is.
            case CATCHING_UP -> true;
            case COPYING -> {
                boolean alone = node.live.count() == 0;
                if (!alone) {
                    copy.retry(node.context, node.live.choose(node.peerChoice,
                            peer -> !node.incompatible.contains(peer)).orElse(copy.peer()));
                } else if (!restarted) {
                    copy.retry(node.context, copy.peer());
                }
                yield alone && restarted;
            }
            default -> false;
        };
    }

    private void lookAgain() {
        founding.repeat();
        foundIfDue();
        if (node.phase == Phase.ENROLLING) {
            node.live.all().forEach(peer -> node.outbox.send(peer, new Message.CharterRequest()));
            node.outbox.setTimer(new Timer.RetryEnrolment(), parameters.retryAfter());
        }
    }

    private void foundIfDue() {
        boolean patient = node.now.minus(started).compareTo(parameters.enrolmentPatience()) < 0;
        if (node.phase != Phase.ENROLLING || patient) {
            return;
        }
        if (enrolment.shouldFound(node.self, node.live::contains)) {
            founding.goOn(enrolment.looking(node.live::contains));
        } else {
            founding.giveWay();
        }
    }
}
