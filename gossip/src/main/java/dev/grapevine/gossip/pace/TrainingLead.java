package dev.grapevine.gossip.pace;

import java.time.Duration;
import java.util.Optional;

import dev.grapevine.consensus.control.LocalStepsController;
import dev.grapevine.consensus.judgement.RoundLosses;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.parameters.FlowParameters;

/**
 * Limits how far a node's training is ahead of its exchanges: beyond a number of local steps since its last exchange it
 * waits for the next one, so that slow or rare exchanges do not leave each node with a model of its own.
 *
 * <p>A {@link LocalStepsController} chooses the number unless it is given: training on even data helps all nodes
 * however rarely they exchange, and progress on skewed data is undone by the next exchange.
 *
 * <p>A node waits at most {@link #PATIENCE} for a possible exchange: then it trains as many steps again. After a failed
 * exchange it does not wait for {@link #EXCUSE}. A pure machine; not for several threads at once.
 */
public final class TrainingLead {

    /** The longest wait for an exchange. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The time without waiting after a failed exchange. */
    public static final Duration EXCUSE = Duration.ofSeconds(4);

    private final int fixed;
    private LocalStepsController controller = new LocalStepsController(LocalStepsController.AHEAD);
    /** Local steps since the last exchange, or since a wait in vain. */
    private long steps;
    /** The loss at which training began since then, and the present one; without meaning before a round has ended. */
    private double firstLoss;
    private double lastLoss;
    private Duration excusedUntil = Duration.ZERO;
    private Optional<Duration> waitingSince = Optional.empty();

    /** @param ahead as in {@link FlowParameters} */
    public TrainingLead(int ahead) {
        this.fixed = ahead;
    }

    /** A round was added to the replica. */
    public void trained(int roundSteps, RoundLosses losses) {
        if (steps == 0) {
            firstLoss = losses.first();
        }
        lastLoss = losses.last();
        steps += roundSteps;
    }

    /** An exchange is over: the training of each is in both replicas. */
    public void exchangeEnded() {
        // If exchanges are so frequent that the node never waits, they say nothing about how long to wait.
        if (isWaiting()) {
            controller.finished(firstLoss, lastLoss);
        }
        goOn();
        excusedUntil = Duration.ZERO;
    }

    /** An exchange failed. */
    public void exchangeFailed(Duration now) {
        excusedUntil = now.plus(EXCUSE);
        waitingSince = Optional.empty();
    }

    /** Local steps since the last exchange, or since a wait in vain. */
    public long steps() {
        return steps;
    }

    /** The local steps since the last exchange beyond which a node waits. */
    int ahead() {
        return fixed == FlowParameters.AUTO ? controller.steps() : fixed;
    }

    /** Whether a round of this many steps may be trained without waiting. */
    public boolean isFree(int roundSteps, Duration now) {
        return steps + roundSteps <= Math.max(ahead(), 2L * roundSteps) || now.compareTo(excusedUntil) < 0;
    }

    /** Whether the node waits already. */
    public boolean isWaiting() {
        return waitingSince.isPresent();
    }

    /**
     * Whether the node waits now; begins to, unless it waits already. Once it has waited for long enough it may train
     * as many steps again.
     *
     * @param possibleFrom the earliest time at which an exchange can have begun
     */
    public boolean waits(Duration now, Duration possibleFrom) {
        if (waitingSince.isEmpty()) {
            waitingSince = Optional.of(now);
        }
        if (now.compareTo(waitsUntil(possibleFrom)) < 0) {
            return true;
        }
        goOn();
        return false;
    }

    /** The end of the wait. */
    public Duration waitsUntil(Duration possibleFrom) {
        Duration since = waitingSince.orElseThrow();
        return (since.compareTo(possibleFrom) < 0 ? possibleFrom : since).plus(PATIENCE);
    }

    /** Ends the wait: the node may train as many steps again. */
    public void goOn() {
        steps = 0;
        waitingSince = Optional.empty();
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        controller.save(out);
        out.putCount(steps);
        out.putDouble(firstLoss);
        out.putDouble(lastLoss);
        out.putLong(excusedUntil.toNanos());
        out.putLong(waitingSince.map(Duration::toNanos).orElse(-1L));
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        controller = LocalStepsController.restore(in, LocalStepsController.AHEAD);
        steps = in.getCount();
        firstLoss = in.getDouble();
        lastLoss = in.getDouble();
        excusedUntil = Duration.ofNanos(in.getLong());
        waitingSince = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
    }
}
