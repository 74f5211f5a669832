package dev.grapevine.gossip.core;

import java.time.Duration;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.leaving.Leaving;
import dev.grapevine.gossip.lifecycle.Phase;

/** The end of a node's part in its run, at the user's wish: it hands over what has not spread, and finishes what is begun. */
final class Departure {

    private final NodeParts parts;
    private final Saving saving;

    Departure(NodeParts parts, Saving saving) {
        this.parts = parts;
        this.saving = saving;
    }

    /** The user wants the node to leave. */
    void leave() {
        Phase phase = parts.lifecycle.phase();
        if (phase == Phase.RUNNING) {
            parts.lifecycle.enter(Phase.LEAVING);
            parts.outbox.setTimer(new Timer.HurryLeaving(), HandOver.time(parts.parameters().leavePatience()));
        } else if (phase != Phase.LEAVING && phase != Phase.STOPPED) {
            stop();
        }
    }

    /** Leaves if nothing is unfinished any more. */
    void finishIfDone() {
        if (parts.lifecycle.phase() != Phase.LEAVING || parts.run.rounds.isRunning()) {
            return;
        }
        if (!parts.handOver.isOver() && !isHandingOver()) {
            askForNothingMore();
        }
        if (parts.handOver.isOver() && parts.conversations.unfinishedBlocks() == 0) {
            finish();
        }
    }

    /** Whether an exchange is under way, maybe one that begins now with what has not spread. */
    private boolean isHandingOver() {
        GossipTurns turns = parts.participation.turns();
        return parts.participation.strategy().isExchanging()
                || turns.hasNews() && parts.handOver.tries() && turns.startLast();
    }

    private void askForNothingMore() {
        parts.handOver.end();
        parts.participation.strategy().leave();
    }

    /** The node has waited long enough: first it asks for nothing more, then it leaves with what is unfinished. */
    void hurry() {
        if (parts.lifecycle.phase() != Phase.LEAVING) {
            return;
        }
        if (parts.handOver.wasLate()) {
            finish();
        } else {
            Duration patience = parts.parameters().leavePatience();
            askForNothingMore();
            parts.outbox.setTimer(new Timer.HurryLeaving(), patience.minus(HandOver.time(patience)));
        }
    }

    private void finish() {
        parts.neighbourhood.live().all().forEach(peer -> parts.outbox.sendAtOnce(peer,
                parts.conversations.incarnationOf(peer), new Leaving()));
        if (!parts.run.rounds.isRunning()) {
            saving.checkpoint();
        }
        stop();
    }

    private void stop() {
        parts.lifecycle.enter(Phase.STOPPED);
        parts.outbox.add(new Effect.Left());
    }
}
