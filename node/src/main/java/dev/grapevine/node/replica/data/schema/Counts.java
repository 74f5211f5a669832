package dev.grapevine.node.replica.data.schema;

import java.math.BigInteger;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Histograms: number of occurrences of each text. */
final class Counts {

    private Counts() {}

    /** Adds a text to the histogram; it counts 1 if {@code counted}, else 0. */
    static void add(SortedMap<String, Long> counts, String text, boolean counted) {
        counts.merge(text, counted ? 1L : 0L, Math::addExact);
    }

    /** Sum of all counts. */
    static BigInteger total(Collection<Long> counts) {
        return counts.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Histogram with every count multiplied. */
    static SortedMap<String, Long> times(SortedMap<String, Long> counts, long weight) {
        SortedMap<String, Long> more = new TreeMap<>();
        counts.forEach((text, count) -> more.put(text, Math.multiplyExact(count, weight)));
        return more;
    }

    static SortedMap<String, Long> plus(SortedMap<String, Long> some, SortedMap<String, Long> others) {
        SortedMap<String, Long> total = new TreeMap<>(some);
        others.forEach((text, count) -> total.merge(text, count, Math::addExact));
        return total;
    }
}
