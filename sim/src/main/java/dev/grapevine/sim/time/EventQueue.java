package dev.grapevine.sim.time;

import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What is to happen, in order of time; what is to happen at the same time happens in the order in which it was put in.
 * So the order depends on nothing but the calls.
 */
public final class EventQueue<E> {

    /**
     * One thing to happen.
     *
     * @param nanos since the start of the run
     */
    public record Entry<E>(long nanos, long sequence, E event) implements Comparable<Entry<E>> {
        @Override
        public int compareTo(Entry<E> other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Entry<E>> entries = new PriorityQueue<>();
    private long lastSequence;
    private long now;

    /** The time of the last event taken, in nanoseconds since the start of the run. */
    public long now() {
        return now;
    }

    /** Puts in something that is to happen now or later. */
    public void add(long nanos, E event) {
        if (nanos < now) {
            throw new IllegalArgumentException("An event at " + nanos + " ns, but it is " + now + " ns already");
        }
        lastSequence++;
        entries.add(new Entry<>(nanos, lastSequence, event));
    }

    /** Takes the next event; time moves on to it. */
    public Optional<E> next() {
        Entry<E> entry = entries.poll();
        if (entry == null) {
            return Optional.empty();
        }
        now = entry.nanos;
        return Optional.of(entry.event);
    }
}
