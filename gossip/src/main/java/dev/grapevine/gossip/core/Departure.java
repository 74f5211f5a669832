package dev.grapevine.gossip.core;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.leaving.Leaving;
import dev.grapevine.gossip.lifecycle.Phase;

/** The end of a node's part in its run, at the user's wish: unfinished blocks come to an end first. */
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
            parts.participation.strategy().leave();
            parts.outbox.setTimer(new Timer.LeaveAnyway(), parts.parameters().leavePatience());
        } else if (phase != Phase.LEAVING && phase != Phase.STOPPED) {
            stop();
        }
    }

    /** Leaves if nothing is unfinished any more. */
    void finishIfDone() {
        if (parts.lifecycle.phase() == Phase.LEAVING && !parts.run.rounds.isRunning()
                && parts.conversations.unfinishedBlocks() == 0) {
            finish();
        }
    }

    /** The node has waited long enough: leaves with what is unfinished. */
    void leaveAnyway() {
        if (parts.lifecycle.phase() == Phase.LEAVING) {
            finish();
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
