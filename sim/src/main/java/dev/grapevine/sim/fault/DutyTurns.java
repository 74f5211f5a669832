package dev.grapevine.sim.fault;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

import dev.grapevine.sim.scenario.Duty;
import dev.grapevine.sim.scenario.Fault;

/** Nodes that sleep for a part of each period, all at the same time. */
final class DutyTurns implements Iterator<Turn> {

    private final Duty duty;
    private final List<Integer> nodes;
    /** The times at which they fall asleep next, and wake up from that. */
    private long asleepAt;
    private long awakeAt;
    /** The sleep that has begun; null while they are awake. */
    private Fault.Freeze sleep;

    /**
     * @param phaseNanos a moment at which the nodes wake up
     */
    DutyTurns(Duty duty, List<Integer> nodes, long phaseNanos) {
        this.duty = duty;
        this.nodes = nodes;
        this.awakeAt = phaseNanos;
        this.asleepAt = Math.max(0, phaseNanos - duty.period().toNanos() + duty.awakeNanos());
        if (asleepAt >= awakeAt) {
            later();
        }
    }

    private void later() {
        asleepAt = awakeAt + duty.awakeNanos();
        awakeAt += duty.period().toNanos();
    }

    @Override
    public boolean hasNext() {
        return sleep != null || asleepAt < awakeAt;
    }

    @Override
    public Turn next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (sleep != null) {
            Turn end = Turn.end(sleep, Optional.empty());
            sleep = null;
            later();
            return end;
        }
        sleep = new Fault.Freeze(Duration.ofNanos(asleepAt), Optional.of(Duration.ofNanos(awakeAt - asleepAt)),
                nodes);
        return Turn.begin(sleep, Optional.empty());
    }
}
