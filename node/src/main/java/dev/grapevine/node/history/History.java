package dev.grapevine.node.history;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A node's history in one run: how it went over time, and what happened. Bounded, however long the run. Not thread-safe.
 */
public final class History {

    private String run;
    private Points points;
    private final Events events;

    /** An empty one. */
    public History() {
        this("", new Points(), new Events());
    }

    /** @param run identity of the run that the points are of; empty for none */
    public History(String run, Points points, Events events) {
        this.run = run;
        this.points = points;
        this.events = events;
    }

    /** The points of another run are forgotten; the events tell of the change. */
    public void isOf(String other) {
        if (!run.equals(other)) {
            run = other;
            points = new Points();
        }
    }

    /** Identity of the run; empty for none. */
    public String run() {
        return run;
    }

    public void add(HistoryPoint point) {
        points.add(point);
    }

    public void add(HistoryEvent event) {
        events.add(event);
    }

    public List<HistoryPoint> points() {
        return points.all();
    }

    public List<HistoryEvent> events() {
        return events.all();
    }

    /** The least time between two points but the last two, in milliseconds. */
    public long spacing() {
        return points.spacing();
    }

    /** The time of the last point or event, in milliseconds since 1970; 0 if there is none. */
    public long last() {
        long point = points().isEmpty() ? 0 : points().getLast().time();
        return events().stream().mapToLong(HistoryEvent::time).reduce(point, Math::max);
    }

    /** The best accuracy of the points. */
    public OptionalDouble best() {
        return points().stream().filter(point -> point.accuracy() != null).mapToDouble(HistoryPoint::accuracy).max();
    }
}
