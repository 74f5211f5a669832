package dev.grapevine.gossip.pace;

import java.time.Duration;
import java.util.Optional;

import dev.grapevine.consensus.control.LocalStepsController;
import dev.grapevine.consensus.judgement.RoundLosses;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.parameters.FlowParameters;

/**
 * How far a node's training is ahead of its exchanges, and whether it may go on: beyond so many local steps since its last
 * exchange it waits for the next one, so that slow or rare exchanges do not leave each node with a model of its own.
 *
 * <p>How many, a {@link LocalStepsController} chooses unless it is given: what is learned on even data serves all however
 * rarely they exchange, and what is learned on skewed data is taken back by the next exchange.
 *
 * <p>A node waits no longer than {@link #PATIENCE} for an exchange that may be: then it trains as much again. After one that
 * came to nothing it waits for none during {@link #EXCUSE}. A pure machine; not for several threads at once.
 */
public final class TrainingLead {

    /** How long a node waits for an exchange. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);
    /** How long it waits for none after one came to nothing. */
    public static final Duration EXCUSE = Duration.ofSeconds(4);

    private final int fixed;
    private LocalStepsController controller = new LocalStepsController(LocalStepsController.AHEAD);
    /** Since the last exchange, or since it waited in vain. */
    private long steps;
    /** At which training began since, and where it is; of no meaning before a round has ended. */
    private double firstLoss;
    private double lastLoss;
    private Duration excusedUntil = Duration.ZERO;
    private Optional<Duration> waitingSince = Optional.empty();

    /** @param ahead as in {@link FlowParameters} */
    public TrainingLead(int ahead) {
        this.fixed = ahead;
    }

    /** A round is in the replica. */
    public void trained(int roundSteps, RoundLosses losses) {
        if (steps == 0) {
            firstLoss = losses.first();
        }
        lastLoss = losses.last();
        steps += roundSteps;
    }

    /** An exchange is over: what the two had trained is in both. */
    public void exchanged() {
        // Where exchanges are so frequent that nobody waits for one, nothing is to be learned of how long to wait.
        if (isWaiting()) {
            controller.finished(firstLoss, lastLoss);
        }
        goOn();
        excusedUntil = Duration.ZERO;
    }

    /** An exchange came to nothing. */
    public void failed(Duration now) {
        excusedUntil = now.plus(EXCUSE);
        waitingSince = Optional.empty();
    }

    /** Local steps since the last exchange beyond which a node waits. */
    int ahead() {
        return fixed == FlowParameters.AUTO ? controller.steps() : fixed;
    }

    /** Whether a round of so many steps may be trained without waiting for anybody. */
    public boolean isFree(int roundSteps, Duration now) {
        return steps + roundSteps <= Math.max(ahead(), 2L * roundSteps) || now.compareTo(excusedUntil) < 0;
    }

    /** Whether the node waits already. */
    public boolean isWaiting() {
        return waitingSince.isPresent();
    }

    /**
     * Whether it waits now; begins to, unless it does already. Once it has waited for long enough it may train as much again.
     *
     * @param possibleFrom since when an exchange can have begun
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

    /** When it has waited for long enough. */
    public Duration waitsUntil(Duration possibleFrom) {
        Duration since = waitingSince.orElseThrow();
        return (since.compareTo(possibleFrom) < 0 ? possibleFrom : since).plus(PATIENCE);
    }

    /** It waits no longer, and may train as much again. */
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

    /** Goes on where another one was. */
    public void restore(StateReader in) {
        controller = LocalStepsController.restore(in, LocalStepsController.AHEAD);
        steps = in.getCount();
        firstLoss = in.getDouble();
        lastLoss = in.getDouble();
        excusedUntil = Duration.ofNanos(in.getLong());
        waitingSince = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
    }
}
