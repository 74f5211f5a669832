package dev.grapevine.node.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Points over time, however long: at most {@value #MAX}, in a spacing that doubles whenever there would be more; then every
 * second one is dropped. The first and the newest are always there: the newest gives its place to the next one until it is
 * a spacing away from the one before it. Not thread-safe.
 */
public final class Points {

    public static final int MAX = 600;
    /** The spacing at the beginning, in milliseconds. */
    public static final long FIRST_SPACING = 1000;
    /** The most by which a spacing has doubled: some 18 000 years. */
    private static final int MAX_DOUBLINGS = 39;

    private final List<HistoryPoint> points = new ArrayList<>();
    private long spacing;

    public Points() {
        this(FIRST_SPACING, List.of());
    }

    /**
     * Goes on from earlier points.
     *
     * @param spacing in milliseconds
     * @throws IllegalArgumentException if there are too many, their times do not ascend, or the spacing is none that there
     *                                  can be
     */
    public Points(long spacing, List<HistoryPoint> earlier) {
        long doublings = Long.numberOfTrailingZeros(spacing / FIRST_SPACING);
        if (earlier.size() > MAX || doublings > MAX_DOUBLINGS || spacing != FIRST_SPACING << doublings) {
            throw new IllegalArgumentException(earlier.size() + " points in a spacing of " + spacing + " ms");
        }
        this.spacing = spacing;
        for (HistoryPoint point : earlier) {
            requireLater(point);
            points.add(point);
        }
    }

    private void requireLater(HistoryPoint point) {
        if (!points.isEmpty() && point.time() <= points.getLast().time()) {
            throw new IllegalArgumentException("A point at " + point.time() + " after one at "
                    + points.getLast().time());
        }
    }

    /** @throws IllegalArgumentException if it is not later than the last one */
    public void add(HistoryPoint point) {
        requireLater(point);
        int size = points.size();
        if (size > 1 && points.get(size - 1).time() - points.get(size - 2).time() < spacing) {
            points.removeLast();
        }
        points.add(point);
        if (points.size() > MAX) {
            thin();
        }
    }

    private void thin() {
        spacing *= 2;
        List<HistoryPoint> all = List.copyOf(points);
        points.clear();
        for (int i = 0; i < all.size(); i++) {
            if (i % 2 == 0 || i == all.size() - 1) {
                points.add(all.get(i));
            }
        }
    }

    /** All points, the earliest first. */
    public List<HistoryPoint> all() {
        return List.copyOf(points);
    }

    /** The least time between two points but the last two, in milliseconds. */
    public long spacing() {
        return spacing;
    }
}
