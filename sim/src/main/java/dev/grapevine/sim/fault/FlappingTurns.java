package dev.grapevine.sim.fault;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Flapping;

/** A partition that comes and goes. */
final class FlappingTurns implements Iterator<Turn> {

    private final Fault.Partition whole;
    private final Flapping flapping;
    private final Optional<String> note;
    private Duration at;
    /** The partition that goes on now; null if there is none. */
    private Fault.Partition current;

    FlappingTurns(Fault.Partition whole, Optional<String> note) {
        this.whole = whole;
        this.flapping = whole.flapping().orElseThrow();
        this.note = note;
        this.at = whole.at();
    }

    @Override
    public boolean hasNext() {
        return current != null || end().isEmpty() || at.compareTo(end().get()) < 0;
    }

    private Optional<Duration> end() {
        return whole.lasts().map(whole.at()::plus);
    }

    @Override
    public Turn next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (current != null) {
            Turn end = Turn.end(current, note);
            current = null;
            return end;
        }
        Duration lasts = end().map(last -> last.minus(at)).filter(left -> left.compareTo(flapping.on()) < 0)
                .orElse(flapping.on());
        current = new Fault.Partition(at, Optional.of(lasts), whole.shape());
        at = at.plus(lasts).plus(flapping.off());
        return Turn.begin(current, note);
    }
}
