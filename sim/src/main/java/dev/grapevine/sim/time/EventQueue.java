package dev.grapevine.sim.time;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Future events in order of time, and of insertion at equal times; so the order depends on nothing but the calls. For
 * one thread.
 *
 * <p>A heap in which each place has four others below it, with times in an array of their own: an exchange takes a dozen
 * events, and a large simulation has a hundred thousand of them in the queue.
 */
public final class EventQueue<E> {

    private static final int BELOW = 4;
    private static final int FEW = 64;

    private long[] nanos = new long[FEW];
    /** Insertion order, for events of the same time. */
    private long[] sequences = new long[FEW];
    private Object[] events = new Object[FEW];
    private int size;
    private long lastSequence;
    private long now;

    /** The time of the last event taken, in nanoseconds since the start of the run. */
    public long now() {
        return now;
    }

    /** Number of events still to happen. */
    public int size() {
        return size;
    }

    /** Everything that is still to happen, in no particular order. */
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<? super E> visitor) {
        for (int i = 0; i < size; i++) {
            visitor.accept((E) events[i]);
        }
    }

    /** Puts in something that is to happen now or later. */
    public void add(long nanosOfEvent, E event) {
        if (nanosOfEvent < now) {
            throw new IllegalArgumentException(
                    "An event at " + nanosOfEvent + " ns, but it is " + now + " ns already");
        }
        if (size == events.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
            sequences = Arrays.copyOf(sequences, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        lastSequence++;
        int place = size++;
        while (place > 0) {
            int above = (place - 1) / BELOW;
            // The parent has an earlier sequence number: at equal times it stays above.
            if (nanos[above] <= nanosOfEvent) {
                break;
            }
            move(above, place);
            place = above;
        }
        put(nanosOfEvent, lastSequence, event, place);
    }

    /** Takes the next event; time moves on to it. */
    @SuppressWarnings("unchecked")
    public Optional<E> next() {
        if (size == 0) {
            return Optional.empty();
        }
        E event = (E) events[0];
        now = nanos[0];
        size--;
        sinkLastFromTop();
        return Optional.of(event);
    }

    /** Fills the place at the top. */
    private void sinkLastFromTop() {
        long lastNanos = nanos[size];
        long sequence = sequences[size];
        Object last = events[size];
        events[size] = null;
        int place = 0;
        while (true) {
            int first = BELOW * place + 1;
            int end = Math.min(first + BELOW, size);
            int earliest = first;
            for (int below = first + 1; below < end; below++) {
                if (isEarlier(nanos[below], sequences[below], earliest)) {
                    earliest = below;
                }
            }
            if (first >= end || isEarlier(lastNanos, sequence, earliest)) {
                break;
            }
            move(earliest, place);
            place = earliest;
        }
        if (size > 0) {
            put(lastNanos, sequence, last, place);
        }
    }

    private boolean isEarlier(long nanosOfEvent, long sequence, int place) {
        return nanosOfEvent < nanos[place] || nanosOfEvent == nanos[place] && sequence < sequences[place];
    }

    private void move(int from, int to) {
        put(nanos[from], sequences[from], events[from], to);
    }

    private void put(long nanosOfEvent, long sequence, Object event, int place) {
        nanos[place] = nanosOfEvent;
        sequences[place] = sequence;
        events[place] = event;
    }
}
