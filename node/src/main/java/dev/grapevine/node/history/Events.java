package dev.grapevine.node.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest events, {@value #MAX} at most. Not thread-safe. */
public final class Events {

    public static final int MAX = 500;

    private final Deque<HistoryEvent> events = new ArrayDeque<>();

    public Events() {
        this(List.of());
    }

    /** Goes on from earlier ones, the earliest first. */
    public Events(List<HistoryEvent> earlier) {
        earlier.forEach(this::add);
    }

    /** The best evaluation takes the place of the one before: early in a run each one is the best. */
    public void add(HistoryEvent event) {
        if (event.kind() == EventKind.BEST) {
            events.removeIf(other -> other.kind() == EventKind.BEST);
        }
        events.add(event);
        if (events.size() > MAX) {
            events.removeFirst();
        }
    }

    /** All events, the earliest first. */
    public List<HistoryEvent> all() {
        return List.copyOf(events);
    }
}
