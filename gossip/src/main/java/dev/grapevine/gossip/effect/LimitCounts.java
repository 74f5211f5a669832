package dev.grapevine.gossip.effect;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The number of times that each limit was reached. Not thread-safe. */
public final class LimitCounts {

    private final Map<Limit, Long> counts = new EnumMap<>(Limit.class);

    /**
     * A limit was reached once more.
     *
     * @return how often by now
     */
    public long add(Limit limit) {
        return counts.merge(limit, 1L, Long::sum);
    }

    /** The number of times that all limits together were reached. */
    public long total() {
        return counts.values().stream().mapToLong(count -> count).sum();
    }

    /** The counts by the names of the limits, without those that were never reached. */
    public Map<String, Long> byName() {
        Map<String, Long> names = new LinkedHashMap<>();
        counts.forEach((limit, count) -> names.put(limit.name(), count));
        return names;
    }
}
