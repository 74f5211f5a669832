package dev.grapevine.sim.fault;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.Churn;
import dev.grapevine.sim.scenario.Fault;

/** One node that comes and goes. */
final class ChurnTurns implements Iterator<Turn> {

    private static final long NEVER = Long.MAX_VALUE;

    private final Churn churn;
    private final List<Integer> node;
    private final RandomStream random;
    private final long untilNanos;
    private long leavesAt;
    /** The time away that has begun; null while the node is there. */
    private Fault away;

    ChurnTurns(Churn churn, int node, RandomStream random) {
        this.churn = churn;
        this.node = List.of(node);
        this.random = random;
        this.untilNanos = churn.until().map(Duration::toNanos).orElse(NEVER);
        this.leavesAt = churn.from().toNanos() + exponential(churn.session());
    }

    @Override
    public boolean hasNext() {
        return away != null || leavesAt < untilNanos;
    }

    @Override
    public Turn next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (away != null) {
            Turn back = Turn.end(away, Optional.empty());
            leavesAt = back.nanos() + exponential(churn.session());
            away = null;
            return back;
        }
        long nanos = Math.min(exponential(churn.away()), untilNanos - leavesAt);
        Duration at = Duration.ofNanos(leavesAt);
        Optional<Duration> lasts = Optional.of(Duration.ofNanos(nanos));
        // Without orderly leaving nothing is drawn.
        away = churn.leaving() > 0 && random.nextBoolean(churn.leaving())
                ? new Fault.Leave(at, lasts, node)
                : new Fault.Crash(at, lasts, node);
        return Turn.begin(away, Optional.empty());
    }

    /** A time of a nanosecond or more. */
    private long exponential(Duration mean) {
        return 1 + (long) (-StrictMath.log(1 - random.nextDouble()) * mean.toNanos());
    }
}
