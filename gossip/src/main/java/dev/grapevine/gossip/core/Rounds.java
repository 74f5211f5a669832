package dev.grapevine.gossip.core;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.delta.DisagreementScale;
import dev.grapevine.consensus.measure.LocalStepsController;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.random.RandomStream;

/**
 * Rounds of local training: one at a time, each from a snapshot, numbered so that a late result is recognised. What
 * training changed is added to whatever the replica is by then.
 */
final class Rounds {

    /** Rounds in a row that may diverge before the node gives up. */
    static final int DIVERGED_MAX = 3;

    /** What became of a result. */
    enum Outcome {
        INSTALLED, LATE, DIVERGED
    }

    private final int fixedSteps;
    private final RandomStream seeds;
    private final int[] largestChanges;
    private final float[] start;
    private LocalStepsController controller = new LocalStepsController(LocalStepsController.FIRST_STEPS);
    private long started;
    private long finished;
    private boolean running;
    private int divergedInARow;

    Rounds(int localSteps, long seed, Blocks blocks) {
        this.fixedSteps = localSteps;
        this.seeds = new RandomStream(seed);
        this.largestChanges = new int[blocks.count()];
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

    /** Adds a result to the replica, if it is the one that is waited for. */
    Outcome install(RoundResult result, PublishedParameters replica, DisagreementScale scale) {
        if (!running || result.round() != started) {
            return Outcome.LATE;
        }
        running = false;
        if (!replica.addTraining(start, result.parameters(), largestChanges)) {
            divergedInARow++;
            return Outcome.DIVERGED;
        }
        divergedInARow = 0;
        finished = started;
        scale.trained(largestChanges);
        // The first round of a run starts from untrained parameters: its loss falls far wherever the data are from.
        if (started > 1) {
            controller.finished(result.firstLoss(), result.lastLoss());
        }
        return Outcome.INSTALLED;
    }

    void save(Output out) {
        out.writeVarLong(started, true);
        out.writeVarLong(finished, true);
        out.writeVarInt(divergedInARow, true);
        controller.save((steps, firstSum, lastSum, rounds) -> {
            out.writeVarInt(steps, true);
            out.writeDouble(firstSum);
            out.writeDouble(lastSum);
            out.writeVarInt(rounds, true);
        });
        out.writeBoolean(running);
        if (running) {
            out.writeFloats(start, 0, start.length);
        }
    }

    /**
     * Takes over what was saved.
     *
     * @param sameLife whether the round that was running then is still running
     */
    void restore(Input in, boolean sameLife) {
        started = in.readVarLong(true);
        finished = in.readVarLong(true);
        divergedInARow = in.readVarInt(true);
        controller = LocalStepsController.restore(in.readVarInt(true), in.readDouble(), in.readDouble(),
                in.readVarInt(true));
        running = in.readBoolean();
        if (running) {
            System.arraycopy(in.readFloats(start.length), 0, start, 0, start.length);
        }
        if (!sameLife) {
            running = false;
            started = finished;
        }
    }
}
