package dev.grapevine.sim.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds a short part of a list that still fails: the algorithm ddmin of A. Zeller and R. Hildebrandt, "Simplifying and
 * Isolating Failure-Inducing Input" (IEEE Transactions on Software Engineering, 2002). The result is minimal: without
 * any one element it no longer fails.
 */
final class DeltaDebugging {

    private DeltaDebugging() {}

    /**
     * @param whole a list that fails
     * @param fails whether a part of the list, in the same order, fails too
     */
    static <T> List<T> minimize(List<T> whole, Predicate<List<T>> fails) {
        if (whole.isEmpty() || fails.test(List.of())) {
            return List.of();
        }
        List<T> left = whole;
        int parts = 2;
        while (left.size() > 1) {
            List<T> shorter = shorter(left, parts, fails);
            if (shorter.size() < left.size()) {
                parts = Math.max(2,
                        Math.min(shorter.size(), shorter.size() <= left.size() / parts + 1 ? 2 : parts - 1));
                left = shorter;
            } else if (parts < left.size()) {
                parts = Math.min(left.size(), 2 * parts);
            } else {
                return left;
            }
        }
        return left;
    }

    /** One part alone, or all but one part; the list itself if neither fails. */
    private static <T> List<T> shorter(List<T> list, int parts, Predicate<List<T>> fails) {
        for (int part = 0; part < parts; part++) {
            List<T> alone = list.subList(start(list, part, parts), start(list, part + 1, parts));
            if (alone.size() < list.size() && fails.test(alone)) {
                return alone;
            }
        }
        for (int part = 0; parts > 2 && part < parts; part++) {
            List<T> others = new ArrayList<>(list.subList(0, start(list, part, parts)));
            others.addAll(list.subList(start(list, part + 1, parts), list.size()));
            if (fails.test(others)) {
                return others;
            }
        }
        return list;
    }

    private static int start(List<?> list, int part, int parts) {
        return (int) ((long) list.size() * part / parts);
    }
}
