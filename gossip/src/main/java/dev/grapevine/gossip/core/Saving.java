package dev.grapevine.gossip.core;

import dev.grapevine.gossip.effect.Effect;

/** Saves the whole node, and asks for checkpoints when they are due. */
final class Saving {

    private static final int USUAL_BYTES = 4096;

    private final NodeParts parts;
    /** Expected size, so that the buffer is not copied while the snapshot grows. */
    private int usualBytes = USUAL_BYTES;

    Saving(NodeParts parts) {
        this.parts = parts;
    }

    /** The replica has this many parameters from now on. */
    void expect(int parameters) {
        usualBytes = (int) Math.min(USUAL_BYTES + 3L * Float.BYTES * parameters, Integer.MAX_VALUE / 2);
    }

    /** The whole state of the node, except the plan. */
    byte[] save() {
        byte[] snapshot = NodeSnapshot.save(parts, usualBytes);
        usualBytes = snapshot.length + snapshot.length / 8;
        return snapshot;
    }

    /** The user asks for a checkpoint: it is taken now, or after the round that is running. */
    void want() {
        parts.checkpoints.want();
        checkpointIfDue();
    }

    void checkpointIfDue() {
        if (parts.takesPart() && !parts.run.rounds.isRunning()
                && parts.checkpoints.isDue(parts.now, parts.parameters().checkpointInterval())) {
            checkpoint();
        }
    }

    /** Takes a checkpoint, only between two rounds, so that the trainer's state belongs to the same snapshot. */
    void checkpoint() {
        parts.checkpoints.taken(parts.now);
        parts.outbox.add(new Effect.Checkpoint(save()));
    }
}
